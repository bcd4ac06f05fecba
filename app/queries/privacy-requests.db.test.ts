import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";
import { findPersonalDocument, listPrivacyRequests } from "./privacy-requests.server.ts";

const now = new Date("2026-06-10T00:00:00Z");
let shopId: number;
let otherShopId: number;

beforeAll(async () => {
  shopId = await storeShop(pool);
  otherShopId = await storeShop(pool, { domain: "other.myshopify.com" });
  await storeCustomers(pool, shopId, [
    { id: "9007199254740993", email: "ann@example.com", firstName: "Ann" },
    { id: 2, mergedIntoId: "9007199254740993", mergedAt: "2026-05-01T00:00:00Z" },
    { id: 3, email: "bob@example.com" },
  ]);
  await storeCustomers(pool, otherShopId, [{ id: 2, email: "stranger@example.com" }]);
  await storeOrders(pool, shopId, [
    { id: 1, customerId: "9007199254740993", processedAt: "2026-03-01T00:00:00Z", currency: "USD" },
    { id: 2, customerId: null, processedAt: "2026-03-02T00:00:00Z" },
    { id: 3, customerId: 3, processedAt: "2026-03-03T00:00:00Z" },
  ]);
  await pool.query("INSERT INTO refunds (shop_id, order_id, refund_id, created_at, amount_minor) VALUES ($1, 1, 7, $2, 100), ($1, 3, 8, $2, 100)", [shopId, now]);
  await pool.query("UPDATE customers SET email_hash = '\\xdeadbeef' WHERE shop_id = $1", [shopId]);
  await pool.query(
    `INSERT INTO privacy_requests (shop_id, kind, request_key, customer_id, order_ids, received_at, due_at)
     VALUES ($1, 'data_request', 'a', 2, '{1,2,3}', '2026-06-01T00:00:00Z', '2026-07-01T00:00:00Z'), ($1, 'redact', 'b', 3, '{}', '2026-06-02T00:00:00Z', '2026-07-02T00:00:00Z')`,
    [shopId],
  );
});

describe("requests for privacy", () => {
  it("are listed newest first, each shop's own", async () => {
    const requests = await listPrivacyRequests(shopId);
    expect(requests.map(({ kind, customerId, dueAt, completedAt }) => [kind, customerId, dueAt, completedAt])).toEqual([
      ["redact", "3", "2026-07-02T00:00:00.000Z", null],
      ["data_request", "2", "2026-07-01T00:00:00.000Z", null],
    ]);
    expect(await listPrivacyRequests(otherShopId)).toEqual([]);
  });

  it("are answered with all that is stored about that person, and nothing of anybody else", async () => {
    const [, request] = await listPrivacyRequests(shopId);
    const file = await findPersonalDocument(shopId, request?.id ?? "", now);
    const document = JSON.parse(file?.json ?? "{}");
    expect(file?.fileName).toBe("personal-data-9007199254740993.json");
    expect(document).toMatchObject({ shop: { domain: "gifts.myshopify.com" }, "customer number": "9007199254740993", "written at": now.toISOString() });
    expect(document["Who you are"].map((row: Record<string, unknown>) => [row["customer number"], row["e-mail"]])).toEqual([["2", null], ["9007199254740993", "ann@example.com"]]);
    // The order without a customer is named by the request; the one of somebody else is not theirs, whatever the request says.
    expect(document["Your orders"].map((row: Record<string, unknown>) => row["order"])).toEqual(["1", "2"]);
    expect(document["Your refunds"]).toEqual([{ order: "1", refund: "7", at: now.toISOString(), amount: "1.00 USD", products: null, adjustments: null }]);
    for (const foreign of ["bob@", "stranger", "deadbeef", "shop_id"]) expect(file?.json).not.toContain(foreign);
  });

  it("of another shop, of an erasure or of nobody have no document", async () => {
    const [erasure, request] = await listPrivacyRequests(shopId);
    expect(await findPersonalDocument(otherShopId, request?.id ?? "", now)).toBeUndefined();
    expect(await findPersonalDocument(shopId, erasure?.id ?? "", now)).toBeUndefined();
    expect(await findPersonalDocument(shopId, "x", now)).toBeUndefined();
  });
});
