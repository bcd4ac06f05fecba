import { describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { day, placedOrder, programShop } from "#tests/factories/program-shop.ts";

const POINT_A_POUND = { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], nthOrderMultipliers: [1, 2, 3], pendingDays: 0 };

describe("an order that changed hands", () => {
  it("never was its former customer's: orders after it are worth what they would be without it, also those that were settled", async () => {
    const shop = await programShop("changed-hands.myshopify.com");
    await shop.publish(POINT_A_POUND, -10);
    await shop.take(0, placedOrder(1, 0, 1_000));
    await shop.take(1, placedOrder(2, 1, 1_000));
    expect(await shop.earned()).toEqual([["1", 10], ["2", 20]]);
    await shop.take(2, placedOrder(1, 0, 1_000, { customerId: "8", revision: 1 }));
    expect(await shop.earned()).toEqual([["1", 10], ["2", 10]]);
    expect([await shop.balance("7"), await shop.balance("8")]).toEqual([{ pending: 0, settled: 10 }, { pending: 0, settled: 10 }]);
    await checkPoints(shop.shop.id);
  });
});

describe("two orders that are undone after the points of one were spent", () => {
  const undone = (id: number, totalMinor: number) => placedOrder(id, 0, totalMinor, { refundedMinor: totalMinor, refundedOn: 3 });

  it.each([{ policy: "allow_negative", left: -50, order: "the spent one first", ids: [1, 2] }, { policy: "allow_negative", left: -50, order: "the spent one last", ids: [2, 1] }, { policy: "clamp_to_zero", left: 0, order: "the spent one first", ids: [1, 2] }])(
    "leave $left points, with $order ($policy)",
    async ({ policy, left, ids }) => {
      const shop = await programShop(`both-undone-${policy}-${ids.join("")}.myshopify.com`);
      await shop.publish({ ...POINT_A_POUND, nthOrderMultipliers: [], refundPolicy: policy }, -10);
      const totals = new Map([[1, 5_000], [2, 3_000]]);
      for (const [id, totalMinor] of totals) await shop.take(id, placedOrder(id, 0, totalMinor));
      await adjustPoints(shop.shop.id, { customerId: "7", points: -50, reason: "spent at the till", by: "Ann", idempotencyKey: "till" }, day(2.5));
      for (const id of ids) await shop.take(4, undone(id, totals.get(id)!));
      expect(await shop.balance()).toEqual({ pending: 0, settled: left });
      await checkPoints(shop.shop.id);
    },
  );
});

describe("points that are released while the balance is below zero", () => {
  it("say how many of them can be spent", async () => {
    const { shop, ...it0 } = await programShop("released-below-zero.myshopify.com");
    await it0.publish({ ...POINT_A_POUND, nthOrderMultipliers: [], refundPolicy: "allow_negative", pendingDays: 14 }, -10);
    await it0.take(0, placedOrder(1, 0, 6_000));
    await it0.settle(20);
    await adjustPoints(shop.id, { customerId: "7", points: -60, reason: "spent at the till", by: "Ann", idempotencyKey: "till" }, day(21));
    await it0.take(22, placedOrder(2, 22, 10_000), placedOrder(1, 0, 6_000, { refundedMinor: 6_000, refundedOn: 22 }));
    await it0.settle(50);
    expect(await it0.balance()).toEqual({ pending: 0, settled: 40 });
    const { rows } = await pool.query("SELECT why FROM ledger_entries WHERE shop_id = $1 AND why ->> 'kind' = 'released' ORDER BY id", [shop.id]);
    expect(rows).toEqual([{ why: { kind: "released", releaseOn: "2026-01-16" } }, { why: { kind: "released", releaseOn: "2026-02-07", debtPoints: 60 } }]);
    await checkPoints(shop.id);
  });
});

describe("points that were not taken back, because they were spent", () => {
  it("count towards what the order earns later, and the entry says so", async () => {
    const { shop, ...it0 } = await programShop("counted-towards.myshopify.com");
    await it0.publish(POINT_A_POUND, -10);
    await it0.take(1, placedOrder(2, 1, 10_000));
    await adjustPoints(shop.id, { customerId: "7", points: -90, reason: "spent at the till", by: "Ann", idempotencyKey: "till" }, day(2));
    await it0.take(3, placedOrder(2, 1, 10_000, { refundedMinor: 2_600, refundedOn: 3 }));
    expect(await it0.balance()).toEqual({ pending: 0, settled: 0 });
    await it0.take(4, placedOrder(1, 0, 1_000));
    expect(await it0.balance()).toEqual({ pending: 0, settled: 10 + 2 * 74 - 74 - 16 });
    const { rows } = await pool.query("SELECT settled_points::integer AS points, waived_points::integer AS waived, why FROM ledger_entries WHERE shop_id = $1 AND order_id = 2 ORDER BY id", [shop.id]);
    expect(rows.slice(-2)).toMatchObject([
      { points: 0, waived: -16, why: { points: 148, before: 74, waived: -16 } },
      { points: 58, waived: 0, why: { points: 148, before: 74, waived: -16 } },
    ]);
    await checkPoints(shop.id);
  });
});
