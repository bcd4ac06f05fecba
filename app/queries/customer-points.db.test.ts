import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";
import { findCustomerPoints } from "./customer-points.server.ts";

const shop = { id: 0, timeZone: "Europe/London" };
const at = (day: string) => new Date(`${day}T12:00:00Z`);
const held = (day: string, customerId = "1") => findCustomerPoints(shop, customerId, at(day));

beforeAll(async () => {
  shop.id = await storeShop(pool);
  await storeCustomers(pool, shop.id, [{ id: 1, createdAt: "2026-01-01T00:00:00Z" }, { id: 2, createdAt: "2026-01-01T00:00:00Z" }]);
});

describe("what a customer holds", () => {
  it("is nothing before there is a program, and there is nothing that it would be worth", async () => {
    expect(await held("2026-01-02")).toEqual({
      availablePoints: 0, pendingPoints: 0, waitingPoints: 0, debtPoints: 0, isClaimed: false, hasProgram: false, isPaused: false, valuePerPointMinor: null, lots: [], pendingOrders: [],
    });
  });

  it("is pending until the return window of its order ends, then waits for the first sign-in", async () => {
    await saveDraft(shop.id, { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], valuePerPointMinor: 2 }, { by: "test", now: at("2026-01-02") });
    await publishProgram(shop.id, { by: "test", now: at("2026-01-02") });
    await storeOrders(pool, shop.id, [{ id: 5, name: "#1005", customerId: 1, processedAt: "2026-02-01T12:00:00Z", totalMinor: 4000 }]);
    await pool.query(`UPDATE orders SET lines = '[{"lineId":"1","productId":null,"variantId":null,"title":"x","quantity":1,"priceMinor":4000,"discountMinor":0,"taxMinor":0,"isGiftCard":false}]' WHERE shop_id = $1`, [shop.id]);
    await pool.query("UPDATE customers SET dirty_since = $2 WHERE shop_id = $1", [shop.id, at("2026-02-01")]);
    await settleDue(shop.id, at("2026-02-02"));
    expect(await held("2026-02-02")).toMatchObject({
      pendingPoints: 40, waitingPoints: 0, lots: [], valuePerPointMinor: 2, pendingOrders: [{ orderId: "5", orderName: "#1005", points: 40, settlesAt: "2026-02-16T00:00:00.000Z", awaits: null }],
    });
    await settleDue(shop.id, at("2026-02-20"));
    expect(await held("2026-02-20")).toMatchObject({
      availablePoints: 0, pendingPoints: 0, waitingPoints: 40, pendingOrders: [],
      lots: [{ source: "order", orderName: "#1005", points: 40, leftPoints: 40, creditedAt: "2026-02-16T00:00:00.000Z", expiresOn: null }],
    });
  });

  it("once claimed can be spent; what was taken by hand left the oldest credit", async () => {
    await pool.query("UPDATE member_points SET claimed_at = $2 WHERE shop_id = $1", [shop.id, at("2026-03-01")]);
    for (const [key, points] of [["k1", 10], ["k2", -15]] as const) {
      await adjustPoints(shop.id, { customerId: "1", points, reason: "test", by: "Ann", idempotencyKey: key }, at("2026-03-02"));
    }
    const { availablePoints, waitingPoints, isClaimed, lots } = await held("2026-03-03");
    expect({ availablePoints, waitingPoints, isClaimed }).toEqual({ availablePoints: 35, waitingPoints: 0, isClaimed: true });
    expect(lots.map(({ source, leftPoints, points }) => [source, leftPoints, points])).toEqual([["order", 25, 40], ["adjust", 10, 10]]);
  });

  it("is nobody else's", async () => {
    expect(await held("2026-03-03", "2")).toMatchObject({ availablePoints: 0, lots: [] });
  });
});
