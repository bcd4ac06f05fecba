import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { TASKS } from "#app/jobs/registry.server.ts";
import { reconcileUpdated } from "#app/jobs/reconcile.server.ts";
import { runJobByHand } from "#app/jobs/run-by-hand.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { createCustomer } from "#standin/shop/change-customer.ts";
import { deleteOrder } from "#standin/shop/change-order.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { openLab, type Lab, type LabShop } from "#tests/factories/shop-lab.ts";

// Shopify lists 250 at a time.
const ORDERS = 520;
// So many refusals end a call.
const REFUSALS = 4;

let lab: Lab;
let gifts: LabShop;
let shopId: number;
/** Behind which page each page of ids was asked for, refused ones included. */
let asked: (string | null)[];
/** What becomes of the next page that is not the first. */
let onSecondPage: "answer" | "429";

beforeAll(async () => {
  lab = await openLab();
  gifts = lab.shop("gifts.myshopify.com");
  const customer = createCustomer(gifts.house.shop, { email: "jo@example.com" });
  for (let n = 0; n < ORDERS; n += 1) placeOrder(gifts.house.shop, { customer: { id: customer.id }, createdAt: new Date(Date.now() - (ORDERS - n) * 60_000).toISOString(), totalMinor: 1_000 });
  gifts.takeTold();
  await gifts.install();
  await gifts.readHistory();
  shopId = (await gifts.row()).id;
  const fetchShopify = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const body = typeof init?.body === "string" ? init.body : "";
    if (body.includes("query OrderIdsPage")) {
      const { after } = (JSON.parse(body) as { variables: { after: string | null } }).variables;
      if (after !== null && onSecondPage === "429") gifts.house.faults.admin.failNext.push(...Array.from({ length: REFUSALS }, () => ({ operation: "OrderIdsPage", kind: "429" as const })));
      if (after !== null) onSecondPage = "answer";
      asked.push(after);
    }
    return fetchShopify(input, init);
  };
});
afterAll(() => lab.stop());
beforeEach(async () => {
  [asked, onSecondPage] = [[], "answer"];
  await pool.query("DELETE FROM reconciliations WHERE shop_id = $1", [shopId]);
  await pool.query("SELECT graphile_worker.remove_job($1)", [`reconcile-ids:${shopId}`]);
});

/** An order at each end of the list is deleted, of which nothing is delivered. */
function loseDeletions(): void {
  const orders = [...gifts.house.shop.orders.values()];
  for (const order of [orders[0]!, orders.at(-1)!]) deleteOrder(gifts.house.shop, order, Date.now());
  gifts.takeTold();
}

const compared = async () => (await pool.query("SELECT orders_checked, orders_differing, finished_at IS NOT NULL AS is_finished FROM reconciliations WHERE shop_id = $1 ORDER BY id", [shopId])).rows;
const waits = async () => (await pool.query<{ ms: number }>("SELECT (extract(epoch FROM run_at - now()) * 1000)::float8 AS ms FROM graphile_worker.jobs WHERE key = $1", [`reconcile-ids:${shopId}`])).rows;

/** As the worker does it: for as long as the job asks for itself again. */
async function workOff(): Promise<void> {
  do {
    await pool.query("SELECT graphile_worker.remove_job($1)", [`reconcile-ids:${shopId}`]);
    await TASKS["reconcile-ids"]!({ shopId }, {} as never);
  } while ((await waits()).length > 0);
}

it("a comparison that Shopify puts off gives its place to others and goes on behind the pages that it has seen", async () => {
  loseDeletions();
  onSecondPage = "429";
  await TASKS["reconcile-ids"]!({ shopId }, {} as never);
  expect((await waits()).map(({ ms }) => ms > -100 && ms < 31_000)).toEqual([true]);
  expect(await compared()).toEqual([{ orders_checked: 251, orders_differing: 1, is_finished: false }]);
  await workOff();
  expect(await compared()).toEqual([{ orders_checked: ORDERS, orders_differing: 2, is_finished: true }]);
  expect(asked.filter((after) => after === null)).toHaveLength(1);
  expect(new Set(asked).size).toBe(3);
}, 60_000);

it("by hand it waits, begins anew and ends", async () => {
  const found = { orders_checked: ORDERS - 2, orders_differing: 0 };
  await pool.query("INSERT INTO reconciliations (shop_id, kind, started_at, page_cursor) VALUES ($1, 'ids', now(), 'of another day')", [shopId]);
  onSecondPage = "429";
  expect(await runJobByHand({ name: "reconcile-ids", shopDomain: gifts.domain, at: undefined })).toEqual({ outcome: "done" });
  expect(await compared()).toEqual([{ orders_checked: 0, orders_differing: 0, is_finished: false }, { ...found, is_finished: true }]);
  expect(asked.filter((after) => after === null)).toHaveLength(1);
}, 60_000);

it("one that Shopify refuses for good is not gone on with: the next one begins at the first page", async () => {
  const token = "a cursor that Shopify does not know";
  await pool.query("INSERT INTO reconciliations (shop_id, kind, started_at, page_cursor) VALUES ($1, 'ids', now(), $2)", [shopId, token]);
  await expect(TASKS["reconcile-ids"]!({ shopId }, {} as never)).rejects.toThrow();
  await workOff();
  expect(asked.slice(0, 2)).toEqual([token, null]);
  expect((await compared()).map(({ is_finished }) => is_finished)).toEqual([false, true]);
}, 60_000);

it("one that began more than a week ago is not gone on with either, as nobody says how long Shopify knows its pages", async () => {
  await pool.query("INSERT INTO reconciliations (shop_id, kind, started_at, page_cursor) VALUES ($1, 'ids', now() - interval '169 hours', 'of another week')", [shopId]);
  await workOff();
  expect(asked[0]).toBeNull();
  expect((await compared()).map(({ is_finished }) => is_finished)).toEqual([false, true]);
}, 60_000);

it("what changed is compared a page in each turn, where others wait", async () => {
  const kept = [...gifts.house.shop.orders].length;
  await pool.query("INSERT INTO reconciliations (shop_id, kind, from_at, started_at) VALUES ($1, 'updated', 'epoch', now())", [shopId]);
  const checked: number[] = [];
  while (!(await reconcileUpdated(await gifts.row(), new Date(), () => true))) checked.push(((await compared()) as { orders_checked: number }[])[0]!.orders_checked);
  expect(checked).toEqual([250, 500]);
  expect(await compared()).toEqual([{ orders_checked: kept, orders_differing: 0, is_finished: true }]);
}, 60_000);
