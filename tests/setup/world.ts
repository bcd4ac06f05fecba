import path from "node:path";
import pg from "pg";
import { readAppScopes } from "#scripts/app-scopes.ts";
import { ensureBuilt } from "#scripts/build.ts";
import { bundleExtension } from "#scripts/build-extensions.ts";
import type { Child } from "#scripts/child.ts";
import { createDemoToken } from "#scripts/demo/api.ts";
import { freePort } from "#scripts/free-port.ts";
import { standinControl, type ShopWish, type StandinControl } from "#scripts/standin-control.ts";
import { startWeb } from "#scripts/web.ts";
import type { Mailbox } from "#standin/mailbox/mailbox.ts";
import { startStandin } from "#standin/start-standin.ts";
import { waitFor } from "./wait-for.ts";

export type WorldOptions = {
  /** Shops that the stand-in has from the start, none of them installed yet. Default: one, `SHOP`, without history. */
  shops?: ShopWish[];
  /** Scopes of all shops that do not name their own, besides the required ones: `["read_all_orders"]`. */
  scopes?: string[];
  /** History of all shops that do not name their own. Default "none". */
  history?: "online-retail" | "none";
  /** More variables for the app. Mail goes to the stand-in's mailbox, unless SMTP_URL and MAIL_FROM are set to "" here. */
  env?: Record<string, string>;
};

export type ApiAnswer<T> = { status: number; body: T };

export type World = {
  control: StandinControl;
  /** Where the app really listens. */
  appOrigin: string;
  /** Where browsers reach it. */
  doorOrigin: string;
  /** Where the stand-in plays the admin. */
  adminOrigin: string;
  databaseUrl: string;
  /** Everything that the app sent by mail. */
  mailbox: Mailbox;
  /** Address of the app inside the admin. */
  adminPage: (shop: string) => string;
  /** The merchant opens the app, which installs it the first time. Throws unless the app answers 200. */
  openApp: (shop: string) => Promise<void>;
  /** A token for the REST API of an installed shop. */
  apiToken: (shop: string) => Promise<string>;
  /** GET below /api/v1, as in `api("metrics/summary", token)`; an answer that is no JSON comes as text. */
  api: <T = unknown>(pathname: string, token?: string) => Promise<ApiAnswer<T>>;
  /** Rows straight from the app's database. */
  sql: <Row extends pg.QueryResultRow>(statement: string, values?: unknown[]) => Promise<Row[]>;
  /** Resolves when every delivery was answered and the app has settled everything that it knows of. */
  settled: (shop: string, timeoutMs?: number) => Promise<void>;
  /** SIGKILL: as a crash. */
  killWeb: () => Promise<void>;
  /** Starts the app again on the same port, after `killWeb`. */
  startWeb: () => Promise<void>;
  stop: () => Promise<void>;
};

export const SHOP = "first-shop.myshopify.com";

/** The shop's own reading has ended, no delivery waits to be tried again, and nobody waits to be scored. */
const OPEN_WORK = `
  select (select count(*) from inbox_events where shop_domain = $1 and state = 'pending')
       + (select count(*) from customers c join shops s on s.id = c.shop_id where s.domain = $1 and (c.dirty_since is not null or s.marked_through_id is not null))
       + (select count(*) from backfills b join shops s on s.id = b.shop_id where s.domain = $1 and b.state not in ('done', 'failed')) as open`;

/**
 * The stand-in, in this process, and the app as it is built, in a process of its own with its worker, on this test file's
 * database. Call `stop` in afterAll. The app's log is .data/test-logs/<database>.log.
 */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  await ensureBuilt();
  const databaseUrl = required("DATABASE_URL");
  const apiKey = required("SHOPIFY_API_KEY");
  const apiSecret = required("SHOPIFY_API_SECRET");
  const { required: requiredScopes } = readAppScopes();
  const webPort = await freePort();
  const appOrigin = `http://127.0.0.1:${webPort}`;
  const standin = await startStandin({ apiKey, apiSecret, appScopes: requiredScopes, appOrigin, extensionScript: (name) => bundleExtension(name, { appUrl: standin.doorOrigin }) });
  const { adminOrigin, doorOrigin } = standin;
  const control = standinControl(adminOrigin);
  const database = new pg.Pool({ connectionString: databaseUrl, max: 2, application_name: "test world" });
  // A test may end the database on purpose; the next statement opens another connection.
  database.on("error", () => {});
  let web: Child | undefined;
  const launch = async () => {
    web = await startWeb({
      port: webPort,
      databaseUrl,
      appUrl: doorOrigin,
      apiKey,
      apiSecret,
      tokenKeys: required("TOKEN_KEYS"),
      standinOrigin: adminOrigin,
      logFile: path.join(".data", "test-logs", `${new URL(databaseUrl).pathname.slice(1)}.log`),
      env: { SMTP_URL: standin.smtpUrl, MAIL_FROM: "points@mail.example.com", ...options.env },
    });
  };
  const stop = async () => {
    await web?.stop();
    await standin.stop();
    await database.end();
  };
  const sql: World["sql"] = async (statement, values) => (await database.query(statement, values)).rows;
  try {
    await launch();
    for (const shop of options.shops ?? [{ domain: SHOP }]) {
      await control.createShop({
        history: options.history ?? "none",
        ...(options.scopes && { scopes: [...requiredScopes, ...options.scopes] }),
        ...shop,
      });
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    control,
    appOrigin,
    doorOrigin,
    adminOrigin,
    databaseUrl,
    mailbox: standin.mailbox,
    adminPage: (shop) => `${adminOrigin}/store/${shop.split(".")[0]}/apps/${apiKey}`,
    openApp: async (shop) => {
      const { status, url } = await control.openApp(shop);
      if (status !== 200) throw new Error(`Opening the app for ${shop} answered ${status} at ${url}.`);
    },
    apiToken: (shop) => createDemoToken(databaseUrl, shop),
    api: (pathname, token) => readApi(`${appOrigin}/api/v1/${pathname}`, token),
    sql,
    settled: async (shop, timeoutMs = 30_000) => {
      await control.flushDeliveries(shop);
      await waitFor(`${shop} to be settled`, async () => Number((await sql<{ open: string }>(OPEN_WORK, [shop]))[0]?.open) === 0, timeoutMs);
    },
    killWeb: async () => web?.kill(),
    startWeb: launch,
    stop,
  };
}

async function readApi<T>(url: string, token: string | undefined): Promise<ApiAnswer<T>> {
  const answer = await fetch(url, { headers: token ? { authorization: `Bearer ${token}` } : {} });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
  return { status: answer.status, body: (isJson ? JSON.parse(text) : text) as T };
}

/** Set by tests/setup/database.ts, which belongs to every project that may use a world. */
function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: this test belongs into a project with a database (vitest.config.ts).`);
  return value;
}
