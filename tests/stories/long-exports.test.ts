import { expect, it } from "vitest";
import type { ExportRequest } from "#app/domain/export-request.ts";
import { prepareExports } from "#app/jobs/prepare-exports.server.ts";
import { tidy } from "#app/jobs/tidy.server.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { countExportRows, exportLines, findReadyExport, listExports, readExport } from "#app/queries/exports.server.ts";
import { addExportPiece, beginExport } from "#app/store/exports.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { getShop, type Shop } from "#app/store/shops.server.ts";
import { actOnDelivery } from "#app/usecases/act-on-delivery.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { startExport } from "#app/usecases/start-export.server.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const DAY_MS = 86_400_000;
const CUSTOMERS = 2_500;
const EVERYBODY: ExportRequest = { kind: "customers", filter: { stage: null, query: "" } };
const ACTIVITY: ExportRequest = { kind: "activity", filter: { kind: null, from: null, to: null, version: null, rule: null, staff: null, customer: "" } };

async function shopOf(domain: string): Promise<Shop> {
  const shopId = await storeShop(pool, { domain });
  await storeCustomers(pool, shopId, Array.from({ length: CUSTOMERS }, (_, index) => ({ id: 1 + index, email: `c${1 + index}@example.com` })));
  return getShop(pool, shopId);
}

async function textOf(lines: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const line of lines) text += line;
  return text;
}

const ask = async (shop: Shop, request: ExportRequest = EVERYBODY) => startExport(shop.id, request, { rowsTotal: await countExportRows(shop, request), by: "Ann", now: NOW });

const erase = (shop: Shop, customerId: string) => inTransaction(async (client) => {
  const tx = await lockShopFacts(client, shop.id);
  await actOnDelivery(tx, shop, { event: { kind: "customer_redacted", customerId, orderIds: [] }, at: NOW, now: NOW });
});

it("a long file is prepared once however often it is asked for, holds the same as one that is sent at once, and is only its own shop's", async () => {
  const shop = await shopOf("long.myshopify.com");
  const other = await storeShop(pool, { domain: "not-long.myshopify.com" });
  await adjustPoints(shop.id, { customerId: "7", points: 5, reason: "A gift", by: "Ann", idempotencyKey: "a" }, NOW);
  const id = await ask(shop);
  expect(await ask(shop)).toBe(id);
  const activity = await ask(shop, ACTIVITY);
  expect(await listExports(shop.id, NOW)).toMatchObject([{ id: activity, state: "preparing", rowsTotal: 1 }, { id, state: "preparing", rowsTotal: CUSTOMERS, rowsDone: 0 }]);
  expect(await findReadyExport(shop.id, id, NOW)).toBeUndefined();

  await prepareExports(shop, NOW);
  expect(await listExports(shop.id, NOW)).toMatchObject([{ state: "ready", rowsTotal: 1 }, { state: "ready", rowsTotal: CUSTOMERS, createdBy: "Ann", keptUntil: "2026-06-08T12:00:00.000Z" }]);
  const file = await textOf(readExport(shop.id, id));
  expect(file.split("\r\n")).toHaveLength(CUSTOMERS + 2);
  expect(file).toBe(await textOf(exportLines(shop, EVERYBODY, new Date())));
  expect(await textOf(readExport(shop.id, activity))).toContain("c7@example.com");
  expect([await findReadyExport(shop.id, id, NOW), await findReadyExport(other, id, NOW)]).toEqual(["customers", undefined]);
});

it("a file that a dead worker began is written anew, and the dead one writes nothing more if it was only slow", async () => {
  const shop = await shopOf("slow.myshopify.com");
  const id = await ask(shop);
  const slow = await inTransaction((tx) => beginExport(tx, shop.id));
  const next = { id, attempt: slow?.attempt ?? 0, lines: "from the slow one\r\n", rowsDone: 1 };
  expect(await addExportPiece(pool, shop.id, { ...next, piece: 0 })).toBe(true);
  await prepareExports(shop, NOW);
  expect(await addExportPiece(pool, shop.id, { ...next, piece: 9 })).toBe(false);
  expect(await textOf(readExport(shop.id, id))).toBe(await textOf(exportLines(shop, EVERYBODY, new Date())));
});

it("files are deleted after seven days", async () => {
  const shop = await shopOf("week.myshopify.com");
  const id = await ask(shop);
  await prepareExports(shop, NOW);
  const after = (days: number) => new Date(NOW.getTime() + days * DAY_MS + 60_000);
  await tidy(after(6));
  expect(await findReadyExport(shop.id, id, after(6))).toBe("customers");
  expect([await findReadyExport(shop.id, id, after(7)), await listExports(shop.id, after(7))]).toEqual([undefined, []]);
  await tidy(after(7));
  expect((await pool.query("SELECT 1 FROM export_pieces WHERE shop_id = $1", [shop.id])).rowCount).toBe(0);
});

it("erasing a customer deletes the shop's files, ready or being prepared, and one asked for meanwhile does not name them", async () => {
  const shop = await shopOf("erased.myshopify.com");
  await ask(shop);
  await prepareExports(shop, NOW);
  await ask(shop, ACTIVITY);
  const begun = await inTransaction((tx) => beginExport(tx, shop.id));
  await erase(shop, "8");
  expect(await listExports(shop.id, NOW)).toEqual([]);
  expect(await addExportPiece(pool, shop.id, { id: begun?.id ?? "", attempt: begun?.attempt ?? 0, piece: 0, lines: "c8@example.com", rowsDone: 1 })).toBe(false);

  let asked: Promise<string> | undefined;
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shop.id);
    await actOnDelivery(tx, shop, { event: { kind: "customer_redacted", customerId: "7", orderIds: [] }, at: NOW, now: NOW });
    asked = ask(shop);
    await waitFor("the wish to wait for the erasure", async () => (await pool.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")).rowCount === 1);
  });
  const id = (await asked) ?? "";
  await prepareExports(shop, NOW);
  const file = await textOf(readExport(shop.id, id));
  expect([file.includes("c9@example.com"), file.includes("c7@example.com"), file.includes("c8@example.com")]).toEqual([true, false, false]);
});
