import { beforeEach, describe, expect, it } from "vitest";
import { runImports } from "#app/jobs/run-imports.server.ts";
import { tidy } from "#app/jobs/tidy.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { exportImportReport } from "#app/queries/export-import-report.server.ts";
import { getOrderImportReport } from "#app/queries/imports.server.ts";
import { openBackfill } from "#app/store/backfills.server.ts";
import { openImport } from "#app/store/imports.server.ts";
import { getShop, getShopHash, setHistoryHorizon, type Shop } from "#app/store/shops.server.ts";
import { checkOrderImport } from "#app/usecases/check-order-import.server.ts";
import { runImportPiece, startImport, undoImport } from "#app/usecases/import-run.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { noFacts, takeInFacts } from "#app/usecases/take-in-facts.server.ts";
import { settleMembers } from "#app/usecases/settle-members.server.ts";
import { installBenchShop } from "#tests/benchmarks/installed-shop.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { ordersExport, type ExportedOrder } from "#tests/factories/orders-export.ts";
import { storeCustomers, storeOrders } from "#tests/factories/stored-facts.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const HORIZON = new Date("2026-04-02T12:00:00Z");

let shop: Shop;
let shops = 0;

beforeEach(async () => {
  shops += 1;
  const { id } = await installBenchShop(`orders-${shops}.myshopify.com`);
  await setHistoryHorizon(pool, id, HORIZON);
  shop = await getShop(pool, id);
});

async function customers(...people: { id: number; email: string; openingCount?: number }[]): Promise<void> {
  const hash = await getShopHash(pool, shop);
  await storeCustomers(pool, shop.id, people);
  for (const { id, email } of people) await pool.query("UPDATE customers SET email_hash = decode($3, 'hex') WHERE shop_id = $1 AND customer_id = $2", [shop.id, id, hash.email(email)]);
}

async function check(orders: readonly Partial<ExportedOrder>[]): Promise<string> {
  return checkText(ordersExport(orders));
}

async function checkText(text: string): Promise<string> {
  const checked = await checkOrderImport(shop, { file: [Buffer.from(text)], fileName: "orders_export.csv", by: "Ann", now: NOW });
  if (checked.outcome === "refused") throw new Error(checked.message);
  return checked.importId;
}

async function bring(orders: readonly Partial<ExportedOrder>[]): Promise<string> {
  const importId = await check(orders);
  expect(await startImport(shop.id, importId)).toEqual({ outcome: "started" });
  await runImports(shop.id, NOW);
  return importId;
}

const at = (month: number) => `2025-${String(month).padStart(2, "0")}-01 10:00:00 +0000`;
const numbered = (count: number, order: Partial<ExportedOrder> = {}): Partial<ExportedOrder>[] =>
  Array.from({ length: count }, (_, index) => ({ name: `#${2001 + index}`, id: String(9001 + index), createdAt: at(1 + (index % 12)), paidAt: at(1 + (index % 12)), ...order }));
const member = async (id: number) =>
  (await pool.query("SELECT counted_orders AS counted, opening_count AS opening, order_count AS orders, stage, first_order_at FROM customers WHERE shop_id = $1 AND customer_id = $2", [shop.id, id])).rows[0] as Record<string, unknown>;
const orderCount = async () => Number((await pool.query("SELECT count(*) FROM orders WHERE shop_id = $1", [shop.id])).rows[0]?.count);

describe("orders from a file", () => {
  it("change nothing when the file is checked, and are counted by what would become of them", async () => {
    await customers({ id: 1, email: "ann@example.com" });
    await storeOrders(pool, shop.id, [{ id: 9001, customerId: 1, processedAt: "2026-05-01T00:00:00Z" }]);
    const importId = await check([...numbered(3), { name: "#1", id: "77", total: "x" }, { name: "#2", id: "78", email: "", refunded: "5.00", financialStatus: "partially_refunded" }]);
    expect(await getOrderImportReport(shop.id, importId)).toMatchObject({
      orders: 5, added: 3, known: 1, nameless: 1, refunded: 1, problemCount: 1, problems: [{ line: 5, name: "#1", problem: "“x” is no amount. Enter 1234.50 for 1,234.50." }],
    });
    expect(await orderCount()).toBe(1);
    let report = "";
    for await (const piece of (await exportImportReport(shop.id, importId)) ?? []) report += piece;
    expect(report).toBe('line,order,problem\r\n5,#1,"“x” is no amount. Enter 1234.50 for 1,234.50."\r\n');
  });

  it("keep no e-mail address of anybody", async () => {
    const importId = await check(numbered(2));
    const { rows } = await pool.query("SELECT lines::text FROM import_pieces WHERE shop_id = $1 AND import_id = $2", [shop.id, importId]);
    expect(JSON.stringify(rows)).not.toContain("example.com");
  });

  it("from before what Shopify lets us read count like others, and the number before our history shrinks by them", async () => {
    await customers({ id: 1, email: "ann@example.com", openingCount: 3 });
    await bring(numbered(3));
    expect(await member(1)).toMatchObject({ counted: 3, opening: 0, orders: 3, stage: "loyal", first_order_at: new Date("2025-01-01T10:00:00Z") });
  });

  it("leave in the number before our history what the file does not have", async () => {
    await customers({ id: 1, email: "Ann@Example.com", openingCount: 5 });
    await bring(numbered(2));
    expect(await member(1)).toMatchObject({ counted: 2, opening: 3, orders: 5 });
  });

  it("also leave the number of a customer who was merged into theirs", async () => {
    await customers({ id: 1, email: "ann@example.com", openingCount: 1 });
    await storeCustomers(pool, shop.id, [{ id: 2, mergedIntoId: 1, mergedAt: "2026-05-01T00:00:00Z", openingCount: 1 }, { id: 3, mergedIntoId: 1, mergedAt: "2026-05-01T00:00:00Z", openingCount: 2 }]);
    await bring(numbered(3));
    expect(await member(1)).toMatchObject({ counted: 3, orders: 4 });
  });

  it("are known by their id and not doubled, however often the file is brought", async () => {
    await customers({ id: 1, email: "ann@example.com", openingCount: 4 });
    await bring(numbered(3));
    await bring(numbered(4));
    expect(await orderCount()).toBe(4);
    expect(await member(1)).toMatchObject({ counted: 4, opening: 0, orders: 4 });
  });

  it("that we know from a delivery keep what Shopify said of them", async () => {
    await customers({ id: 1, email: "ann@example.com", openingCount: 1 });
    await storeOrders(pool, shop.id, [{ id: 9001, customerId: 1, processedAt: "2025-01-01T10:00:00Z", totalMinor: 4321 }]);
    await bring(numbered(1));
    expect((await pool.query("SELECT total_minor::int AS total FROM orders WHERE shop_id = $1", [shop.id])).rows).toEqual([{ total: 4321 }]);
    expect(await member(1)).toMatchObject({ counted: 1, opening: 0, orders: 1 });
  });

  it("wait without a customer until somebody with their address appears", async () => {
    await bring(numbered(1));
    expect((await pool.query("SELECT customer_id FROM orders WHERE shop_id = $1", [shop.id])).rows).toEqual([{ customer_id: null }]);
  });

  it("that were cancelled, refunded or never paid do not count", async () => {
    await customers({ id: 1, email: "ann@example.com", openingCount: 3 });
    const [a, b, c] = numbered(3);
    await bring([{ ...a, cancelledAt: at(12) }, { ...b, financialStatus: "refunded", refunded: "10.00" }, { ...c, financialStatus: "pending", paidAt: "" }]);
    expect(await member(1)).toMatchObject({ counted: 0, opening: 0, stage: "prospect" });
  });

  it("are old news: no change of stage is logged, and without a program of their time they earn nothing", async () => {
    await customers({ id: 1, email: "ann@example.com" });
    await saveDraft(shop.id, { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }] }, { by: "Ann", now: NOW });
    await publishProgram(shop.id, { by: "Ann", now: NOW });
    await bring(numbered(3));
    expect(await member(1)).toMatchObject({ stage: "loyal" });
    expect((await pool.query("SELECT 1 FROM stage_transitions WHERE shop_id = $1", [shop.id])).rowCount).toBe(0);
    expect((await pool.query("SELECT 1 FROM ledger_entries WHERE shop_id = $1", [shop.id])).rowCount).toBe(0);
  });

  it("earn what the program of their time gives, and a part that was refunded earns nothing", async () => {
    await customers({ id: 1, email: "ann@example.com", openingCount: 2 });
    await saveDraft(shop.id, { pendingDays: 0, earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }] }, { by: "Ann", now: NOW });
    await publishProgram(shop.id, { by: "Ann", now: NOW, startsAt: new Date("2025-01-01T00:00:00Z") });
    const [a, b] = numbered(2);
    await bring([a!, { ...b, financialStatus: "partially_refunded", refunded: "4.00" }]);
    expect((await pool.query("SELECT sum(settled_points)::int AS points FROM ledger_entries WHERE shop_id = $1", [shop.id])).rows).toEqual([{ points: 16 }]);
  });

  it("give way to what Shopify says of them later, also of their refunds", async () => {
    await customers({ id: 1, email: "ann@example.com" });
    const [order] = numbered(1, { financialStatus: "partially_refunded", refunded: "4.00" });
    await bring([order!]);
    const refunded = async () => (await pool.query("SELECT refunded_minor::int AS refunded, (SELECT count(*)::int FROM refunds r WHERE r.shop_id = o.shop_id AND r.order_id = o.order_id) AS refunds FROM orders o WHERE shop_id = $1", [shop.id])).rows;
    expect(await refunded()).toEqual([{ refunded: 400, refunds: 1 }]);
    const refund = { orderId: "9001", refundId: "31", createdAt: "2025-02-01T00:00:00.000Z", amountMinor: 400, transactionIds: [], isPaidBack: true, lines: [], adjustments: [] };
    await holdingShopFacts(shop.id, (tx) => takeInFacts(tx, shop.id, { facts: { ...noFacts(), refunds: [refund] }, now: NOW }));
    expect(await refunded()).toEqual([{ refunded: 400, refunds: 1 }]);
  });

  it("that Shopify told us of between the check and the start stay as it told", async () => {
    await customers({ id: 1, email: "ann@example.com" });
    const importId = await check(numbered(1, { financialStatus: "partially_refunded", refunded: "4.00" }));
    await storeOrders(pool, shop.id, [{ id: 9001, customerId: 1, processedAt: "2025-01-01T10:00:00Z", totalMinor: 4321 }]);
    await startImport(shop.id, importId);
    await runImports(shop.id, NOW);
    expect((await pool.query("SELECT total_minor::int AS total, refunded_minor::int AS refunded FROM orders WHERE shop_id = $1", [shop.id])).rows).toEqual([{ total: 4321, refunded: 0 }]);
  });

  it("may come with a byte order mark, semicolons, Latin-1 and quotes, and unknown columns", async () => {
    const text = ordersExport([{ ...numbered(1)[0], buyer: "Jürgen Müller", lines: [{ title: 'Tasse; "groß"', quantity: 1, price: "10.00" }] }], ";");
    for (const [index, file] of [Buffer.from(text, "latin1"), Buffer.from(`\uFEFF${text}`), Buffer.from(`\uFEFF${text}`, "utf16le")].entries()) {
      const checked = await checkOrderImport(shop, { file: [file.subarray(0, 900), file.subarray(900)], fileName: `${index}.csv`, by: "Ann", now: NOW });
      if (checked.outcome === "refused") throw new Error(checked.message);
      expect((await pool.query("SELECT lines->0->'fact'->'lines'->0->>'title' AS title FROM import_pieces WHERE shop_id = $1 AND import_id = $2", [shop.id, checked.importId])).rows).toEqual([{ title: 'Tasse; "groß"' }]);
    }
  });

  it("go on behind the last piece after an interruption, and two workers take each order in once", async () => {
    await customers({ id: 1, email: "ann@example.com" });
    const importId = await check(numbered(1_200));
    await startImport(shop.id, importId);
    expect(await runImportPiece(shop.id, { importId, now: NOW })).toEqual({ isOpen: true });
    expect(await orderCount()).toBe(500);
    await Promise.all([runImports(shop.id, NOW), runImports(shop.id, NOW)]);
    expect(await orderCount()).toBe(1_200);
    expect(await member(1)).toMatchObject({ counted: 1_200, stage: "champion" });
    await holdingShopFacts(shop.id, (tx) => settleMembers(tx, shop.id, { customerIds: ["1"], now: NOW }));
    expect((await pool.query("SELECT 1 FROM stage_transitions WHERE shop_id = $1", [shop.id])).rowCount).toBe(0);
  });

  it("wait until the shop's history has been read, and are never taken back", async () => {
    const importId = await check(numbered(1));
    await openBackfill(pool, shop.id, { reason: "test", horizonAt: null, now: NOW });
    expect(await startImport(shop.id, importId)).toEqual({ outcome: "history_open" });
    await pool.query("UPDATE backfills SET state = 'done' WHERE shop_id = $1", [shop.id]);
    expect(await startImport(shop.id, importId)).toEqual({ outcome: "started" });
    await runImports(shop.id, NOW);
    expect(await undoImport(shop.id, importId)).toEqual({ outcome: "never_undone" });
  });

  it("of a file whose reading broke off are forgotten a day later", async () => {
    await openImport(pool, shop.id, { kind: "orders", mode: "add", fileName: "a.csv", reason: "a", createdBy: "Ann", now: NOW });
    const count = async () => (await pool.query("SELECT 1 FROM imports WHERE shop_id = $1", [shop.id])).rowCount;
    await tidy(new Date("2026-06-02T11:00:00Z"));
    expect(await count()).toBe(1);
    await tidy(new Date("2026-06-02T13:00:00Z"));
    expect(await count()).toBe(0);
  });

  it("that were checked and never taken in are forgotten after a week; what was taken in keeps its report", async () => {
    const [waiting, done] = [await check(numbered(1)), await bring(numbered(2))];
    await tidy(new Date("2026-06-09T12:00:00Z"));
    expect(await getOrderImportReport(shop.id, waiting)).toBeUndefined();
    expect(await getOrderImportReport(shop.id, done)).toMatchObject({ added: 2 });
  });

  it("leave nothing of a file that cannot be read to its end", async () => {
    const text = `${ordersExport(numbered(700))}"#9999,ann@example.com\n`;
    expect(await checkOrderImport(shop, { file: [Buffer.from(text)], fileName: "a.csv", by: "Ann", now: NOW })).toEqual({ outcome: "refused", message: expect.stringContaining("On line 702 a quotation mark") as string });
    expect((await pool.query("SELECT 1 FROM imports WHERE shop_id = $1", [shop.id])).rowCount).toBe(0);
  });
});
