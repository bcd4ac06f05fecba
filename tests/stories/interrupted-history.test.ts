import { afterAll, beforeAll, expect, it } from "vitest";
import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { advanceBackfill } from "#app/jobs/advance-backfill.server.ts";
import { reconcileIds } from "#app/jobs/reconcile.server.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { listOpenBackfills } from "#app/store/backfills.server.ts";
import { catchUp } from "#app/usecases/catch-up.server.ts";
import { loadCustomers } from "#app/usecases/load-history.server.ts";
import { startBackfill } from "#app/usecases/start-backfill.server.ts";
import { createCustomer, updateCustomer } from "#standin/shop/change-customer.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { refundOrder } from "#standin/shop/refund-order.ts";
import { naiveScores } from "#tests/factories/naive-scores.ts";
import { openLab, type Lab, type LabShop } from "#tests/factories/shop-lab.ts";
import { readScores } from "#tests/factories/stored-scores.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

let lab: Lab;
let shopCount = 0;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

/** A shop with 40 customers and 300 orders in the last 50 days, some of them refunded. */
function openShop(): LabShop {
  shopCount += 1;
  const gifts = lab.shop(`gifts-${shopCount}.myshopify.com`);
  const startMs = Math.floor(Date.now() / 1_000) * 1_000 - 50 * 86_400_000;
  const customers = Array.from({ length: 40 }, () => createCustomer(gifts.house.shop, {}));
  for (let index = 0; index < 300; index += 1) {
    const at = startMs + index * 3_600_000;
    const order = placeOrder(gifts.house.shop, { customer: { id: customers[(index * 7) % 40]?.id ?? "" }, createdAt: new Date(at).toISOString(), totalMinor: 1_000 + index });
    if (index % 9 === 0) refundOrder(gifts.house.shop, order, { full: index % 2 === 0, ...(index % 2 === 1 && { amountMinor: 100 }), atMs: at + 60_000 });
  }
  gifts.takeTold();
  return gifts;
}

const triesOf = async (gifts: LabShop) =>
  (await pool.query<{ tries: number; state: string; failure: string | null }>(
    "SELECT tries, state, failure FROM backfills b JOIN shops s ON s.id = b.shop_id WHERE s.domain = $1 ORDER BY tries DESC", [gifts.domain])).rows;

/** The first reads of customers and of orders end badly, the next ones well. */
function failFirst(gifts: LabShop, outcome: "failed" | "cut-mid-line" | "expired-url"): void {
  let operations = 0;
  Object.defineProperty(gifts.house.faults.bulk, "outcome", { get: () => ((operations += 1) <= 2 ? outcome : "completed") });
}

it.each([["failed", true], ["expired-url", true], ["cut-mid-line", false]] as const)(
  "a read of history that ends as %s is taken up again, and everybody is counted once",
  async (outcome, isReadAgain) => {
    const gifts = openShop();
    await gifts.install();
    failFirst(gifts, outcome);
    await gifts.readHistory();
    expect(await readScores(gifts.domain)).toEqual(naiveScores(gifts.house.shop, DEFAULT_COUNTING_POLICY));
    expect((await triesOf(gifts)).map(({ state, tries }) => [state, tries > 0])).toEqual([["done", isReadAgain], ["done", isReadAgain]]);
    expect(await reconcileIds(await gifts.row(), new Date())).toEqual({ checked: 300, differingIds: [], unreadableIds: [] });
  },
);

it("a read that Shopify does not allow ends at once, and says what is missing and who can change it", async () => {
  const gifts = openShop();
  gifts.house.shop.settings.sharesPersonalData = false;
  createCustomer(gifts.house.shop, { email: "jo@example.com" });
  await gifts.install();
  await gifts.readHistory();
  const rows = await triesOf(gifts);
  expect(rows).toContainEqual(expect.objectContaining({ state: "failed", tries: 1, failure: expect.stringMatching(/has not approved the app for the names and e-mail addresses .* whoever runs Thrice for you .* a permission is missing/) }));
});

it("a read that never succeeds gives up, and says so", async () => {
  const gifts = openShop();
  await gifts.install();
  gifts.house.faults.bulk.outcome = "failed";
  await waitFor("the end", async () => {
    const { isWaiting } = await advanceBackfill(await gifts.row());
    // Between its tries it waits, longer each time.
    await pool.query("UPDATE backfills SET updated_at = updated_at - interval '1 day' WHERE shop_id = $1", [(await gifts.row()).id]);
    return !isWaiting;
  });
  const rows = await triesOf(gifts);
  expect(rows.map(({ state }) => state)).toEqual(["failed", "failed"]);
  expect(rows[0]?.failure).toMatch(/Shopify ended the read/);
});

it("a read that is open when the app leaves the shop begins anew when it comes back, so that what happened in between is read", async () => {
  const gifts = openShop();
  const { shop, faults, bulkOperations } = gifts.house;
  await gifts.install();
  faults.admin.failNext = Array.from({ length: 5 }, () => ({ operation: "bulkOperation", kind: "500" as const }));
  await expect(advanceBackfill(await gifts.row())).rejects.toThrow("500");
  await waitFor("Shopify to have written the files", async () => bulkOperations.list().every(({ status }) => status === "COMPLETED"));
  expect((await triesOf(gifts)).map(({ state }) => state)).toEqual(["running", "running"]);
  await pool.query("UPDATE shops SET uninstalled_at = now() WHERE domain = $1", [gifts.domain]);
  shop.installed = false;
  const [known] = shop.customers.values();
  updateCustomer(shop, known!, { firstName: "Renamed" });
  const prospect = createCustomer(shop, { firstName: "Came meanwhile" });
  placeOrder(shop, { customer: { id: known!.id }, totalMinor: 1_000 });
  gifts.takeTold();
  faults.admin.failNext = [];
  await gifts.install();
  await gifts.readHistory();
  expect(await readScores(gifts.domain)).toEqual(naiveScores(shop, DEFAULT_COUNTING_POLICY));
  const { rows } = await pool.query("SELECT first_name FROM customers WHERE shop_id = $1 AND customer_id = ANY ($2) ORDER BY first_name", [(await gifts.row()).id, [known!.id, prospect.id]]);
  expect(rows.map((row) => row["first_name"])).toEqual(["Came meanwhile", "Renamed"]);
  expect((await triesOf(gifts)).map(({ state }) => state)).toEqual(["done", "done"]);
});

it("a file that is being merged when the app comes back ends there, and the read that was asked for since is done instead", async () => {
  const gifts = openShop();
  const shop = await gifts.install();
  const [run] = await listOpenBackfills(pool, shop.id);
  await inTransaction((tx) => catchUp(tx, shop.id, { scopes: shop.grantedScopes, reason: "opened again", now: new Date() }));
  const merged = loadCustomers(shop.id, { customers: [], readAt: new Date(), checkpoint: { backfillId: run!.id, bytesDone: 1, objectsDone: 1 }, now: new Date() });
  await expect(merged).rejects.toThrow("given up for a new one");
  await gifts.readHistory();
  expect(await readScores(gifts.domain)).toEqual(naiveScores(gifts.house.shop, DEFAULT_COUNTING_POLICY));
});

it("history has no beginning while all of it is still being read, though the customers alone are asked for anew without that right", async () => {
  const gifts = lab.shop("half-asked.myshopify.com", { scopes: ["read_all_orders"] });
  const { id } = await gifts.install();
  await pool.query("UPDATE backfills SET state = CASE subject WHEN 'orders' THEN 'running' ELSE 'failed' END WHERE shop_id = $1", [id]);
  await pool.query("UPDATE shops SET granted_scopes = array_remove(granted_scopes, 'read_all_orders') WHERE id = $1", [id]);
  await startBackfill(id, new Date());
  expect((await gifts.row()).historyHorizonAt).toBeNull();
});
