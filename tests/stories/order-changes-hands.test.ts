import { describe, expect, it } from "vitest";
import type { CustomerFact, OrderFact } from "#app/domain/orders/order-fact.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { getLiability } from "#app/queries/liability.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { cancelRedemption } from "#app/usecases/cancel-redemption.server.ts";
import { rebuildMembers } from "#app/usecases/rebuild-points.server.ts";
import { redeemReward } from "#app/usecases/redeem-reward.server.ts";
import { settleDeliveries } from "#app/usecases/settle-deliveries.server.ts";
import { noFacts, type FactBatch } from "#app/usecases/take-in-facts.server.ts";
import { checkLiability } from "#tests/factories/check-liability.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { checkRebuilt } from "#tests/factories/check-rebuilt.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { day, placedOrder, programShop, type ProgramShop } from "#tests/factories/program-shop.ts";

const POINT_A_POUND = { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], nthOrderMultipliers: [], pendingDays: 0 };
const [A, B, C] = ["7", "8", "9"] as const;
const ADDRESS = "aa".repeat(32);
const OTHER_ADDRESS = "bb".repeat(32);

let shops = 0;

async function openShop(program: object = {}): Promise<ProgramShop> {
  const it0 = await programShop(`changes-hands-${(shops += 1)}.myshopify.com`);
  await pool.query("UPDATE shops SET granted_scopes = ARRAY['read_all_orders','read_orders','write_discounts'] WHERE id = $1", [it0.shop.id]);
  await it0.publish({ ...POINT_A_POUND, ...program }, -10);
  return it0;
}

async function hear({ shop }: ProgramShop, on: number, told: Partial<FactBatch>): Promise<void> {
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shop.id);
    await settleDeliveries(tx, shop, { read: { facts: { ...noFacts(), ...told }, events: [] }, now: day(on) });
  });
}

/** What is owed at the end of each day up to the nth of the year. */
const closings = async ({ shop }: ProgramShop, through: number): Promise<number[]> =>
  (await getLiability(shop.id, { from: "2026-01-01", to: day(through).toISOString().slice(0, 10) })).items.map(({ closing }) => closing);

async function expectSound({ shop }: ProgramShop): Promise<void> {
  await checkPoints(shop.id);
  await checkLiability(shop);
}

/** The order of a guest, who left an address. */
const ofGuest = (fact: OrderFact, emailHash: string): OrderFact => ({ ...fact, customer: null, emailHash });

const withAddress = (customerId: string, emailHash: string): CustomerFact =>
  ({ customerId, email: null, firstName: null, lastName: null, emailHash, accountState: null, createdAt: day(0).toISOString(), updatedAt: day(0).toISOString() });

describe("an order that another customer gets", () => {
  it.each([0, 3])("is owed once on every day, and what was owed on the days before stays (%s days pending)", async (pendingDays) => {
    const it0 = await openShop({ pendingDays });
    await it0.take(1, placedOrder(1, 1, 10_000, { customerId: A }));
    await it0.settle(9);
    const shown = await closings(it0, 9);
    expect(shown).toEqual([0, 100, 100, 100, 100, 100, 100, 100, 100, 100]);
    await it0.take(10, placedOrder(1, 1, 10_000, { customerId: B, revision: 1 }));
    expect(await closings(it0, 11)).toEqual([...shown, 100, 100]);
    expect([await it0.balance(A), await it0.balance(B)]).toEqual([{ pending: 0, settled: 0 }, { pending: 0, settled: 100 }]);
    await it0.take(12, placedOrder(1, 1, 10_000, { customerId: C, revision: 2, refundedMinor: 4_000, refundedOn: 12 }));
    await it0.take(14, placedOrder(1, 1, 10_000, { customerId: A, revision: 3, refundedMinor: 4_000, refundedOn: 12 }));
    expect(await closings(it0, 15)).toEqual([...shown, 100, 100, 60, 60, 60, 60]);
    expect(await it0.balance(A)).toEqual({ pending: 0, settled: 60 });
    await expectSound(it0);
  });

  it("is not owed twice where its points were spent or have expired", async () => {
    const it0 = await openShop({ expiry: { kind: "fixed", months: 1 } });
    await it0.take(1, placedOrder(1, 1, 10_000, { customerId: A }), placedOrder(2, 1, 2_000, { customerId: C }));
    await adjustPoints(it0.shop.id, { customerId: A, points: -30, reason: "test", by: "Ann", idempotencyKey: "spent" }, day(3));
    await it0.settle(60);
    const shown = await closings(it0, 60);
    expect([shown[1], shown[3], shown[60]]).toEqual([120, 90, 0]);
    await it0.take(61, placedOrder(1, 1, 10_000, { customerId: B, revision: 1 }));
    await it0.take(61, placedOrder(2, 1, 2_000, { customerId: B, revision: 1 }));
    expect(await closings(it0, 61)).toEqual([...shown, 120]);
    await expectSound(it0);
  });

  it("says so to whoever had it", async () => {
    const it0 = await openShop();
    await it0.take(1, placedOrder(1, 1, 10_000, { customerId: A }));
    await it0.take(5, placedOrder(1, 1, 10_000, { customerId: B, revision: 1 }));
    const { rows } = await pool.query<{ why: object }>("SELECT why FROM ledger_entries WHERE shop_id = $1 AND customer_id = $2 AND kind = 'reverse'", [it0.shop.id, A]);
    expect(rows.map(({ why }) => why)).toEqual([{ kind: "earns_nothing", reason: "another_customer", before: 100 }]);
  });

  it("is earned at its own time where it changed hands before anything was booked", async () => {
    const it0 = await openShop();
    const unpaid = { ...placedOrder(1, 1, 10_000, { customerId: A }), financialStatus: "pending", isPaidSeen: false };
    await it0.take(1, unpaid);
    await it0.take(2, { ...unpaid, customer: { ...unpaid.customer!, customerId: B }, updatedAt: day(2).toISOString(), versionHash: "1-1" });
    await it0.take(4, placedOrder(1, 1, 10_000, { customerId: B, revision: 400_000 }));
    expect(await it0.balance(B)).toEqual({ pending: 0, settled: 100 });
    await expectSound(it0);
  });
});

describe("an order of a guest", () => {
  it("whose address is corrected is owed once on every day", async () => {
    const it0 = await openShop();
    await hear(it0, 0, { customers: [withAddress(A, ADDRESS)] });
    await it0.take(1, ofGuest(placedOrder(1, 1, 10_000), ADDRESS));
    const shown = await closings(it0, 4);
    expect(shown).toEqual([0, 100, 100, 100, 100]);
    await it0.take(5, ofGuest(placedOrder(1, 1, 10_000, { revision: 1 }), OTHER_ADDRESS));
    await hear(it0, 7, { customers: [withAddress(B, OTHER_ADDRESS)] });
    expect(await closings(it0, 8)).toEqual([...shown, 0, 0, 100, 100]);
    await expectSound(it0);
  });

  it("that joins another customer after its first was deleted is owed once on every day", async () => {
    const it0 = await openShop();
    await hear(it0, 0, { customers: [withAddress(A, ADDRESS)] });
    await it0.take(1, ofGuest(placedOrder(1, 1, 10_000), ADDRESS));
    const shown = await closings(it0, 4);
    await hear(it0, 5, { deletedCustomerIds: [A] });
    await hear(it0, 7, { customers: [withAddress(B, ADDRESS)] });
    expect(await closings(it0, 8)).toEqual([...shown, 0, 0, 100, 100]);
    await expectSound(it0);
  });

  it("that a merge takes to a customer who was deleted days before is owed once on every day", async () => {
    const it0 = await openShop();
    await hear(it0, 0, { customers: [withAddress(A, ADDRESS), withAddress(B, OTHER_ADDRESS)] });
    await hear(it0, 2, { deletedCustomerIds: [B] });
    await it0.take(3, ofGuest(placedOrder(1, 3, 10_000), ADDRESS));
    const shown = await closings(it0, 5);
    expect(shown).toEqual([0, 0, 0, 100, 100, 100]);
    await hear(it0, 6, { merges: [{ removedId: A, keptId: B, at: day(1.5) }] });
    await hear(it0, 8, { customers: [withAddress(C, ADDRESS)] });
    expect((await closings(it0, 9)).slice(0, 6)).toEqual(shown);
    await expectSound(it0);
  });
});

describe("a redemption that comes back to whoever had an order", () => {
  const FIVE_OFF = { rewards: [{ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 }] };

  /** The order goes from the one, who redeemed its points, to the other, who spent them as well, and is cancelled there; then the redemption comes back. */
  async function comeBack({ from, to, isRicher }: { from: string; to: string; isRicher: boolean }): Promise<ProgramShop> {
    const it0 = await openShop(FIVE_OFF);
    await it0.take(1, placedOrder(1, 1, 10_000, { customerId: from }));
    const redeemed = await redeemReward(it0.shop.id, { customerId: from, rewardId: "five", idempotencyKey: "r", by: { kind: "merchant", name: "Ann" }, now: day(2) });
    if (redeemed.outcome !== "redeemed") throw new Error(redeemed.outcome);
    if (isRicher) await it0.take(3, placedOrder(2, 3, 10_000, { customerId: from }));
    await it0.take(5, placedOrder(1, 1, 10_000, { customerId: to, revision: 400_000 }));
    await adjustPoints(it0.shop.id, { customerId: to, points: -100, reason: "test", by: "Ann", idempotencyKey: "spent" }, day(6));
    await it0.take(7, { ...placedOrder(1, 1, 10_000, { customerId: to, revision: 550_000 }), cancelledAt: day(7).toISOString() });
    await cancelRedemption(it0.shop.id, { redemptionId: redeemed.redemption.redemptionId, now: day(8) });
    await expectSound(it0);
    return it0;
  }

  /** What was given up of the order, by customer. */
  const waivedOf = async ({ shop }: ProgramShop) =>
    (await pool.query("SELECT customer_id AS who, waived_points::int AS waived FROM order_bookings WHERE shop_id = $1 AND order_id = (SELECT min(order_id) FROM order_bookings WHERE shop_id = $1) ORDER BY 1", [shop.id])).rows;

  it.each([[A, B], [B, A]])("pays for what that one had given up, and for nothing of the other's (%s to %s)", async (from, to) => {
    const it0 = await comeBack({ from, to, isRicher: false });
    expect([await it0.balance(from), await it0.balance(to)]).toEqual([{ pending: 0, settled: 0 }, { pending: 0, settled: 0 }]);
    expect(await waivedOf(it0)).toEqual([{ who: A, waived: from === A ? 0 : 100 }, { who: B, waived: from === B ? 0 : 100 }]);
  });

  it("stays whole where that one had given nothing up", async () => {
    const it0 = await comeBack({ from: A, to: B, isRicher: true });
    expect([await it0.balance(A), await it0.balance(B)]).toEqual([{ pending: 0, settled: 100 }, { pending: 0, settled: 0 }]);
  });
});

describe.each(["clamp_to_zero", "allow_negative"])("an order whose customer is merged, heard of by its next version first (%s)", (refundPolicy) => {
  const merge = { removedId: A, keptId: B, at: day(4) };

  it.each(["merge first", "version first", "together"])("gives its points once where they were spent, %s", async (how) => {
    const it0 = await openShop({ refundPolicy });
    await it0.take(1, placedOrder(1, 1, 10_000, { customerId: A }), placedOrder(2, 1, 100, { customerId: B }));
    await adjustPoints(it0.shop.id, { customerId: A, points: -100, reason: "test", by: "Ann", idempotencyKey: "spent" }, day(3));
    const version = placedOrder(1, 1, 10_000, { customerId: B, revision: 300_000 });
    const told = how === "together" ? [{ orders: [version], merges: [merge] }] : how === "merge first" ? [{ merges: [merge] }, { orders: [version] }] : [{ orders: [version] }, { merges: [merge] }];
    for (const one of told) await hear(it0, 5, one);
    expect(await it0.balance(B)).toEqual({ pending: 0, settled: 1 });
    await expectSound(it0);
  });

  it("gives them once where they had expired", async () => {
    const it0 = await openShop({ refundPolicy, expiry: { kind: "fixed", months: 1 } });
    await it0.take(1, placedOrder(1, 1, 10_000, { customerId: A }));
    await it0.take(60, placedOrder(2, 60, 100, { customerId: B }));
    await it0.take(61, placedOrder(1, 1, 10_000, { customerId: B, revision: 6_000_000 }));
    await hear(it0, 61.1, { merges: [{ ...merge, at: day(61) }] });
    expect(await it0.balance(B)).toEqual({ pending: 0, settled: 1 });
    await expectSound(it0);
  });
});

describe("an order that went from one customer to another who are merged then", () => {
  const SPENT = { reason: "test", by: "Ann" };

  it("says that it gave its points twice, and what was spent of the second is taken from other points", async () => {
    const it0 = await openShop();
    await it0.take(1, placedOrder(1, 1, 10_000, { customerId: A }), placedOrder(2, 1, 7_000, { customerId: B }));
    await adjustPoints(it0.shop.id, { customerId: A, points: -100, ...SPENT, idempotencyKey: "a" }, day(3));
    await it0.take(5, placedOrder(1, 1, 10_000, { customerId: B, revision: 300_000 }));
    await adjustPoints(it0.shop.id, { customerId: B, points: -110, ...SPENT, idempotencyKey: "b" }, day(6));
    await hear(it0, 7, { merges: [{ removedId: B, keptId: A, at: day(7) }] });
    expect(await it0.balance(A)).toEqual({ pending: 0, settled: 0 });
    const { rows } = await pool.query("SELECT kind, settled_points::int AS settled, waived_points::int AS waived FROM ledger_entries WHERE shop_id = $1 AND why ->> 'kind' = 'given_twice' ORDER BY id", [it0.shop.id]);
    expect(rows).toEqual([{ kind: "reverse_waived", settled: 0, waived: -60 }, { kind: "reverse", settled: -60, waived: 0 }]);
    await expectSound(it0);
  });

  it("leaves what a refund had given up before as it was", async () => {
    const it0 = await openShop();
    await it0.take(1, placedOrder(1, 1, 10_000, { customerId: A }));
    await adjustPoints(it0.shop.id, { customerId: A, points: -50, ...SPENT, idempotencyKey: "a" }, day(2));
    await it0.take(3, placedOrder(1, 1, 10_000, { customerId: A, revision: 1, refundedMinor: 8_000, refundedOn: 3 }));
    await it0.take(4, placedOrder(3, 4, 9_000, { customerId: A }));
    await it0.take(5, placedOrder(1, 1, 10_000, { customerId: B, revision: 300_000, refundedMinor: 8_000, refundedOn: 3 }));
    await hear(it0, 6, { merges: [{ removedId: A, keptId: B, at: day(5.5) }] });
    expect(await it0.balance(B)).toEqual({ pending: 0, settled: 90 });
    await expectSound(it0);
  });
});

describe("points written anew from the ledger after a merge that left no entry", () => {
  const SPENT = { reason: "test", by: "Ann" };

  it.each([false, true])("lose as much by a cancellation as without that (written anew: %s)", async (isRebuilt) => {
    const it0 = await openShop();
    await it0.take(1, placedOrder(1, 1, 1_000, { customerId: A }));
    await adjustPoints(it0.shop.id, { customerId: A, points: -5, ...SPENT, idempotencyKey: "a" }, day(2));
    await it0.take(3, placedOrder(1, 1, 1_000, { customerId: B, revision: 170_000 }));
    await it0.take(4, placedOrder(2, 4, 5_000, { customerId: C }));
    await adjustPoints(it0.shop.id, { customerId: C, points: -1, ...SPENT, idempotencyKey: "c" }, day(5));
    await hear(it0, 6, { merges: [{ removedId: A, keptId: C, at: day(6) }] });
    await hear(it0, 7, { merges: [{ removedId: B, keptId: C, at: day(7) }] });
    if (isRebuilt) await holdingShopFacts(it0.shop.id, (tx) => rebuildMembers(tx, it0.shop.id, { customerIds: [C], now: day(8) }));
    await it0.take(9, { ...placedOrder(1, 1, 1_000, { customerId: C, revision: 690_000 }), cancelledAt: day(9).toISOString() });
    expect(await it0.balance(C)).toEqual({ pending: 0, settled: 44 });
    await expectSound(it0);
  });

  it("have paid a debt from what its debtor held then", async () => {
    const it0 = await openShop({ refundPolicy: "allow_negative" });
    await it0.take(1, placedOrder(1, 1, 9_000, { customerId: C }));
    await it0.take(2, placedOrder(2, 2, 8_000, { customerId: A }));
    await adjustPoints(it0.shop.id, { customerId: A, points: -80, ...SPENT, idempotencyKey: "a" }, day(3));
    await it0.take(4, placedOrder(2, 2, 8_000, { customerId: B, revision: 170_000 }));
    await hear(it0, 5, { merges: [{ removedId: A, keptId: B, at: day(5) }] });
    await hear(it0, 6, { merges: [{ removedId: B, keptId: C, at: day(6) }] });
    expect(await it0.balance(C)).toEqual({ pending: 0, settled: 90 });
    await checkRebuilt(it0.shop.id);
  });
});
