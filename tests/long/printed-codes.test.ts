import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { printSnippet } from "#app/domain/confirmation/print-snippet.ts";
import { pool } from "#app/platform/db.server.ts";
import { listPrintKeys } from "#app/store/print-keys.server.ts";
import { checkPastedCode, preparePrintCodes } from "#app/usecases/prepare-print-codes.server.ts";
import { saveConfirmationSettings } from "#app/usecases/save-confirmation-settings.server.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";

const MINUTES = Number(process.env["MINUTES"] ?? 5);
const ORDERS_A_MINUTE = 500;
const FLOOR = 2_500;

let world: World;
let shop: { id: number; domain: string };
let standinUrl: string;

beforeAll(async () => {
  world = await startWorld({ scopes: ["read_all_orders", "write_discounts", "write_customers"] });
  await world.openApp(SHOP);
  await world.settled(SHOP);
  const [row] = await world.sql<{ id: number; domain: string }>("SELECT id, domain FROM shops");
  if (!row) throw new Error("the shop is not installed");
  shop = row;
  standinUrl = `${world.adminOrigin}/standin/shops/${SHOP}`;
});

afterAll(async () => {
  await world?.stop();
  await pool.end();
});

const ask = async <Answer>(path: string, init?: RequestInit): Promise<Answer> => (await (await fetch(`${standinUrl}/${path}`, init)).json()) as Answer;
const place = (input: object) => ask<{ id: string; name: string }>("orders", { method: "POST", body: JSON.stringify(input) });
const numberOf = ({ name }: { name: string }): number => Number(name.slice(1));
/** The code that the mail of an order prints. */
const printedIn = async ({ id }: { id: string }): Promise<string> => /<strong>([^<]+)<\/strong>/.exec((await ask<{ html: string }>(`orders/${id}/confirmation`)).html)?.[1] ?? "";
/** What a buyer is told who opens the link that puts a code into the cart. */
const isKnownToCheckout = async (code: string): Promise<boolean> => (await (await fetch(`${world.adminOrigin}/storefront/${SHOP}/discount/${code}`)).text()).includes(`The code ${code} is in your cart.`);
const topNumber = async (): Promise<number> => Number((await world.sql<{ top: string }>("SELECT max(order_number) AS top FROM print_codes WHERE state = 'ready'"))[0]?.top);
const isPoolFull = async () => (await world.sql<{ n: number }>("SELECT count(*)::integer AS n FROM print_codes WHERE state <> 'ready'"))[0]?.n === 0 && (await topNumber()) > 0;

/** As the merchant does: prepares codes, pastes the snippet, proves it by the mail of an order, and chooses the way. */
async function switchOnPrintedCodes(): Promise<void> {
  const now = new Date();
  await saveConfirmationSettings(shop.id, { way: "blocks", rules: { grant: { kind: "amount_off", amountMinor: 500 } } }, { by: "test", now });
  await preparePrintCodes(shop.id, { by: "test", now });
  await waitFor("the first codes", isPoolFull, 60_000);
  const [key] = await listPrintKeys(pool, shop);
  await ask("confirmation-template", { method: "PUT", body: JSON.stringify({ template: printSnippet(key!, "en") }) });
  const order = await place({ totalMinor: 5_000 });
  expect(await checkPastedCode(shop, { pasted: await printedIn(order), orderNumber: order.name, now })).toMatchObject({ outcome: "right" });
  await world.settled(SHOP);
  expect(await saveConfirmationSettings(shop.id, { way: "print", rules: { grant: { kind: "amount_off", amountMinor: 500 } } }, { by: "test", now })).toEqual({ outcome: "saved" });
}

/** Numbers that drafts take, of which no app hears, until so many codes are left for orders to come. */
async function takeNumbersUntil(left: number): Promise<void> {
  const top = await topNumber();
  for (;;) if (numberOf(await place({ customer: null, deliver: false })) >= top - left) return;
}

it(`${ORDERS_A_MINUTE} orders a minute for ${MINUTES} minutes from the pool's floor, with Shopify throttling at 100 points a second: checkout knows every printed code at once, and none is made twice`, async () => {
  await switchOnPrintedCodes();
  await takeNumbersUntil(FLOOR);
  await ask("faults", { method: "PUT", body: JSON.stringify({ admin: { throttle: { maximumAvailable: 100, restoreRate: 100 } } }) });
  const orders = MINUTES * ORDERS_A_MINUTE;
  const unknown: string[] = [];
  const codes = new Set<string>();
  let lowest = FLOOR;
  const startedMs = performance.now();
  for (let placed = 0; placed < orders; placed += 1) {
    // Each at its own moment by the clock; whoever is late makes up for it.
    await pause(Math.max(0, startedMs + (placed * 60_000) / ORDERS_A_MINUTE - performance.now()));
    const order = await place({ customer: { email: `rush${placed}@example.com` }, totalMinor: 5_000 });
    const code = await printedIn(order);
    if (!(await isKnownToCheckout(code))) unknown.push(`${order.name} ${code}`);
    codes.add(code);
    if (placed % 10 === 0) lowest = Math.min(lowest, (await topNumber()) - numberOf(order));
  }
  const tookS = (performance.now() - startedMs) / 1_000;
  await world.settled(SHOP, 120_000);
  await waitFor("the pool to be full", isPoolFull, 120_000);
  const sent = await ask<string[]>("discounts/sent");
  const { rows } = await pool.query<{ noted: number; pooled: number }>(
    "SELECT (SELECT count(*)::integer FROM confirmation_codes WHERE way = 'print' AND state = 'ready') AS noted, (SELECT count(*)::integer FROM print_codes WHERE state = 'ready') AS pooled",
  );
  console.log(`${orders} orders in ${tookS.toFixed(1)} s; lowest stock ${lowest}; ${sent.length} codes sent to Shopify, ${new Set(sent).size} of them different; ${unknown.length} unknown to checkout`);
  expect(unknown).toEqual([]);
  expect(codes.size).toBe(orders);
  expect(tookS).toBeLessThan(MINUTES * 60 * 1.05);
  expect(new Set(sent).size).toBe(sent.length);
  expect(rows[0]).toEqual({ noted: orders, pooled: sent.length });
  // Stock is counted between refills, which begin a tenth above the floor.
  expect(lowest).toBeGreaterThan(FLOOR - ORDERS_A_MINUTE);
});
