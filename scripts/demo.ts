import { readAppScopes } from "#scripts/app-scopes.ts";
import { askForComparison, createDemoToken, forgetTokens } from "#scripts/demo/api.ts";
import { startMail } from "#scripts/demo/mail.ts";
import { openBrowser } from "#scripts/demo/open-browser.ts";
import { inspectOrdersFile, loadOrdersFile, type OrdersFile } from "#scripts/demo/orders-file.ts";
import { readDemoOptions, USAGE, type DemoOptions } from "#scripts/demo/options.ts";
import { awaitBackfill, playLiveWeek } from "#scripts/demo/play.ts";
import { startProgress } from "#scripts/demo/progress.ts";
import { playRedemptions } from "#scripts/demo/redemptions.ts";
import { publishProgram } from "#scripts/demo/publish-program.ts";
import { readProgram, scopesOfProgram } from "#scripts/demo/read-program.ts";
import { claimRunFolder, type RunFolder } from "#scripts/demo/run-folder.ts";
import { startHouse, type House, type Started } from "#scripts/demo/start.ts";
import { switchOnCodes } from "#scripts/demo/switch-on-codes.ts";
import { stopWithNpm } from "#scripts/orphans.ts";
import type { ShopState } from "#scripts/standin-control.ts";

const SHOP = "thrice-demo.myshopify.com";
/** More than anybody makes by hand between two starts. */
const IDS_PER_START = 1_000_000;
const LIVE_WEEK_MS = 7 * 86_400_000;
/** Beside what every shop grants: the whole history, codes for the rewards of the program, and points told to Shopify. */
const OPTIONAL_SCOPES = ["read_all_orders", "write_customers", "write_discounts"];

const progress = startProgress();
const started: Started[] = [];
let folder: RunFolder | undefined;
let stopping: Promise<never> | undefined;

/** Stops everything in the reverse of the order in which it was started, and ends this process. */
function stop(exitCode: number): Promise<never> {
  stopping ??= (async () => {
    progress.step("Stopping: everything that was started");
    for (const { stop: stopOne } of started.toReversed()) {
      await stopOne().catch((error: unknown) => progress.say(`Something did not stop as it should: ${String(error)}`));
    }
    folder?.release();
    progress.say("Stopped. Nothing is left running.");
    process.exit(exitCode);
  })();
  return stopping;
}

function fail(sentence: string, exitCode = 1): Promise<never> {
  if (!stopping) progress.say(`\n${sentence}\n`);
  return stop(exitCode);
}

async function run(options: DemoOptions, { program, ordersFile }: { program: unknown; ordersFile: OrdersFile | undefined }): Promise<void> {
  folder = claimRunFolder(options.isKept);
  const { secrets } = folder;
  if (options.isKept) progress.say(`Carrying on with what ${folder.path} holds.`);
  const house = await startHouse({
    options,
    folder,
    progress,
    onStarted: (one) => {
      started.push(one);
      void one.died.then((sentence) => fail(sentence));
    },
  });
  progress.step("Installing: the shop opens the app");
  const created = await house.control.createShop({
    domain: SHOP,
    name: "Thrice demo shop",
    currency: ordersFile?.currency ?? "GBP",
    timeZone: "Europe/London",
    scopes: [...new Set([...readAppScopes().required, ...OPTIONAL_SCOPES, ...scopesOfProgram(program)])],
    history: options.history === "online-retail" ? "online-retail" : "none",
    // What is kept was laid out then; laid out anew, the whole history could lie a week later.
    ...(options.isKept && { now: secrets.startedAt }),
  });
  if (ordersFile) await loadOrdersFile(ordersFile, { control: house.control, shop: SHOP, progress });
  const shop = ordersFile ? await house.control.shop(SHOP) : created;
  // A stand-in that was started anew knows none of the tokens that the last one gave out.
  if (options.isKept) await forgetTokens(house.databaseUrl, SHOP);
  const opened = await house.control.openApp(SHOP);
  if (opened.status !== 200) throw new Error(`Opening the app in the admin answered ${opened.status} (${opened.url}). Its log is ${folder.logFile("app")}.`);
  const apiUrl = `${house.appUrl}/api/v1`;
  const apiToken = await createDemoToken(house.databaseUrl, SHOP);
  if (program !== undefined) await publishProgram({ apiUrl, apiToken }, { program, startsAt: startOfHistory(shop) });
  const scene = { control: house.control, shop: SHOP, apiUrl, apiToken, progress };
  await awaitBackfill(scene);
  if (ordersFile) await playLiveWeek(scene, { partialRefunds: 0 });
  else if (options.history !== "none") await Promise.all([playLiveWeek(scene), ...(options.isKept ? [] : [playRedemptions(scene)])]);
  // What is done by hand from here on must not get ids that things done by hand had in an earlier start: the app remembers those.
  if (secrets.starts > 1) await house.control.skipIds(SHOP, (secrets.starts - 1) * IDS_PER_START);
  await startMail(house.databaseUrl, SHOP, new Date(Date.now() - LIVE_WEEK_MS));
  // After the live week, whose orders would each send a mail.
  await switchOnCodes({ ...house, shop: SHOP });
  await askForComparison(house.databaseUrl, SHOP);
  present(options, { ...house, apiUrl, apiToken, webhookSecret: secrets.apiSecret, apiKey: secrets.apiKey, dataShiftDays: shop.dataShiftDays });
}

/** The beginning of the day, in UTC, of the earliest order; the shop's present when there is none. */
const startOfHistory = ({ firstOrderAt, now }: ShopState): Date => (firstOrderAt === null ? new Date(now) : new Date(`${firstOrderAt.slice(0, 10)}T00:00:00Z`));

type Ready = House & { apiUrl: string; apiToken: string; webhookSecret: string; apiKey: string; dataShiftDays: number };

function present(options: DemoOptions, ready: Ready): void {
  const admin = `${ready.adminUrl}/store/${SHOP.split(".")[0]}/apps/${ready.apiKey}`;
  progress.say(`
Ready after ${Math.round(performance.now() / 1_000)} seconds. Look here:

  Admin       ${admin}
  Shop        ${ready.adminUrl}/storefront/${SHOP}/
  Mailbox     ${ready.mailboxUrl}
  REST API    ${ready.apiUrl}/openapi.json
  API token   ${ready.apiToken}
  Database    ${ready.databaseUrl}
  Logs        ${folder?.path}

Ctrl-C stops everything.`);
  if (options.isJson) {
    const line = {
      ready: true,
      app: ready.appUrl,
      admin,
      storefront: `${ready.adminUrl}/storefront/${SHOP}`,
      mailbox: ready.mailboxUrl,
      standin: ready.adminUrl,
      api: ready.apiUrl,
      apiToken: ready.apiToken,
      shop: SHOP,
      webhookSecret: ready.webhookSecret,
      databaseUrl: ready.databaseUrl,
      dataShiftDays: ready.dataShiftDays,
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
  if (options.mayOpenBrowser) openBrowser(admin);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
stopWithNpm(() => void stop(0));

let options: DemoOptions;
let program: unknown;
let ordersFile: OrdersFile | undefined;
try {
  options = readDemoOptions(process.argv.slice(2));
  program = readProgram(options.program);
  if (options.history !== "online-retail" && options.history !== "none") ordersFile = await inspectOrdersFile(options.history);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
  process.exit(2);
}
try {
  await run(options, { program, ordersFile });
} catch (error) {
  await fail(`The demo could not start.\n${error instanceof Error ? error.message : String(error)}`);
}
