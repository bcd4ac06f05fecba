import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { storeShop } from "#tests/factories/stored-facts.ts";
import { CursorError } from "./cursor.ts";
import { findParkedDelivery, findParkedDeliveryBody, isBeingReadAgain, listParkedDeliveries } from "./parked-deliveries.server.ts";

let shopId: number;
let otherShopId: number;

const park = async (domain: string, webhookId: string, body: string, state = "parked") => {
  const { rows } = await pool.query<{ id: string }>(
    "INSERT INTO inbox_events (shop_domain, webhook_id, topic, body, state, parked_reason, tries) VALUES ($1, $2, 'orders/paid', $3, $4, 'Its text ends in the middle.', 1) RETURNING id",
    [domain, webhookId, body, state],
  );
  return rows[0]?.id ?? "";
};

beforeAll(async () => {
  shopId = await storeShop(pool);
  otherShopId = await storeShop(pool, { domain: "other.myshopify.com" });
});

describe("deliveries that could not be read", () => {
  it("are listed newest first, page by page, without those of another shop and those that wait", async () => {
    const first = await park("gifts.myshopify.com", "a", '{"admin_graphql_api_id":"gid://shopify/Order/9007199254740993","email":"ann@exa');
    const second = await park("gifts.myshopify.com", "b", '{"id":1,"order_id":42}');
    const third = await park("gifts.myshopify.com", "c", "no json");
    await park("gifts.myshopify.com", "d", "{}", "pending");
    await park("other.myshopify.com", "a", "{}");
    const page = await listParkedDeliveries(shopId, { limit: 2 });
    expect(page.total).toBe(3);
    expect(page.items.map(({ id, orderId, reason, tries }) => [id, orderId, reason, tries])).toEqual([[third, null, "Its text ends in the middle.", 1], [second, "42", "Its text ends in the middle.", 1]]);
    const next = await listParkedDeliveries(shopId, { limit: 2, cursor: page.nextCursor ?? "" });
    expect(next.items.map(({ id, orderId }) => [id, orderId])).toEqual([[first, "9007199254740993"]]);
    expect(next.nextCursor).toBeNull();
    await expect(listParkedDeliveries(shopId, { cursor: "x" })).rejects.toThrow(CursorError);
  });

  it("are counted while they are read again, unlike those that nobody has tried yet", async () => {
    const id = await park("other.myshopify.com", "again", "{}", "pending");
    await pool.query("UPDATE inbox_events SET parked_reason = NULL WHERE id = $1", [id]);
    const fresh = await park("other.myshopify.com", "fresh", "{}", "pending");
    await pool.query("UPDATE inbox_events SET parked_reason = NULL, tries = 0 WHERE id = $1", [fresh]);
    expect((await listParkedDeliveries(otherShopId, {})).retried).toBe(1);
    expect(await Promise.all([isBeingReadAgain(otherShopId, id), isBeingReadAgain(otherShopId, fresh), isBeingReadAgain(shopId, id)])).toEqual([true, false, false]);
  });

  it.each([
    ["cut in the middle", "orders/create", '{"id": 5009990001, "admin_graphql_api', "5009990001"],
    ["without its long id", "orders/paid", '{ "id":5001000017304,"line_items":[{"id":7}]}', "5001000017304"],
    ["cut in the id itself, which then may be another's", "orders/paid", '{"id": 500100', null],
    ["of something else than an order", "customers/update", '{"id": 7001}', null],
  ])("name the order of a text %s", async (label, topic, body, orderId) => {
    const id = await park("gifts.myshopify.com", label, body);
    await pool.query("UPDATE inbox_events SET topic = $2 WHERE id = $1", [id, topic]);
    expect((await findParkedDelivery(shopId, id))?.orderId).toBe(orderId);
  });

  it("are shown without personal details and handed out whole, to their own shop alone", async () => {
    const body = '{"id":1,"email":"ann@example.com"}';
    const id = await park("gifts.myshopify.com", "e", body);
    expect((await findParkedDelivery(shopId, id))?.maskedBody).not.toContain("ann@");
    expect(await findParkedDeliveryBody(shopId, id)).toBe(body);
    for (const [shop, delivery] of [[otherShopId, id], [shopId, "999999"], [shopId, "x"]] as const) {
      expect(await findParkedDelivery(shop, delivery)).toBeUndefined();
      expect(await findParkedDeliveryBody(shop, delivery)).toBeUndefined();
    }
  });
});
