import { describe, expect, it } from "vitest";
import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { excludeMember } from "#app/usecases/exclude-member.server.ts";
import { recordEvent } from "#app/usecases/record-event.server.ts";
import { settleDeliveries } from "#app/usecases/settle-deliveries.server.ts";
import { noFacts } from "#app/usecases/take-in-facts.server.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { checkRebuilt } from "#tests/factories/check-rebuilt.ts";
import { day, placedOrder, programShop, type ProgramShop } from "#tests/factories/program-shop.ts";

const POINT_A_POUND = { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], nthOrderMultipliers: [1, 2, 3], pendingDays: 0 };
const A = "7";
const B = "8";
const C = "9";

let shops = 0;

async function openShop(program: object = {}): Promise<ProgramShop> {
  const shop = await programShop(`merge-ranks-${(shops += 1)}.myshopify.com`);
  await shop.publish({ ...POINT_A_POUND, ...program }, -10);
  return shop;
}

async function hear({ shop }: ProgramShop, on: number, told: { keptId: string; removedId: string; mergedOn?: number; orders?: OrderFact[] }): Promise<void> {
  const facts = { ...noFacts(), orders: told.orders ?? [], merges: [{ keptId: told.keptId, removedId: told.removedId, at: day(told.mergedOn ?? on) }] };
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shop.id);
    await settleDeliveries(tx, shop, { read: { facts, events: [] }, now: day(on) });
  });
}

/** Shopify tells that a customer has a tag from a day on, or has it no more. */
async function tag({ shop }: ProgramShop, customerId: string, { tags = ["vip"], isAdded = true, on }: { tags?: string[]; isAdded?: boolean; on: number }): Promise<void> {
  const facts = { ...noFacts(), customerTags: [{ customerId, tags, isAdded, at: day(on).toISOString() }] };
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shop.id);
    await settleDeliveries(tx, shop, { read: { facts, events: [] }, now: day(on) });
  });
}

/** A paid order of 100 pounds on each of these days; the order's id is its day and one. */
async function buy(it0: ProgramShop, customerId: string, ...days: number[]): Promise<void> {
  for (const on of days) await it0.take(on, placedOrder(on + 1, on, 10_000, { customerId }));
}

describe("orders that settled before their customer was merged", () => {
  it("keep the rank of their own history, three with three", async () => {
    const it0 = await openShop();
    await buy(it0, A, 0, 10, 20);
    await buy(it0, B, 30, 40, 50);
    await hear(it0, 60, { keptId: A, removedId: B });
    expect(await it0.balance(A)).toEqual({ pending: 0, settled: 1_200 });
    await checkPoints(it0.shop.id);
  });

  it("keep it while those that wait are ranked among all", async () => {
    const it0 = await openShop({ pendingDays: 14 });
    await buy(it0, A, 0);
    await buy(it0, B, 1);
    await it0.settle(40);
    await buy(it0, B, 41);
    await hear(it0, 42, { keptId: A, removedId: B });
    expect(await it0.balance(A)).toEqual({ pending: 300, settled: 200 });
    await it0.settle(70);
    expect(await it0.balance(A)).toEqual({ pending: 0, settled: 500 });
    await checkPoints(it0.shop.id);
  });

  it("owe nothing when all of their points are spent and debts are allowed", async () => {
    const it0 = await openShop({ refundPolicy: "allow_negative" });
    await buy(it0, A, 0, 10, 20);
    await buy(it0, B, 30, 40, 50);
    for (const customerId of [A, B]) await adjustPoints(it0.shop.id, { customerId, points: -600, reason: "spent at the till", by: "Ann", idempotencyKey: `till-${customerId}` }, day(55));
    await hear(it0, 60, { keptId: A, removedId: B });
    expect(await it0.balance(A)).toEqual({ pending: 0, settled: 0 });
    await checkPoints(it0.shop.id);
  });

  it.each([
    ["whoever had it before stays", [{ keptId: A, removedId: B }]],
    ["both are merged into somebody else", [{ keptId: C, removedId: A }, { keptId: C, removedId: B }]],
  ])("keep it also after an order that was given to them by hand, when %s", async (_what, merges) => {
    const it0 = await openShop();
    await buy(it0, A, 0);
    await it0.take(5, { ...placedOrder(1, 0, 10_000, { customerId: B, refundedOn: 5 }), versionHash: "moved" });
    await buy(it0, B, 10);
    expect(await it0.earned()).toEqual([["1", 100], ["11", 200]]);
    for (const [at, merge] of merges.entries()) await hear(it0, 60 + at, merge);
    expect(await it0.earned()).toEqual([["1", 100], ["11", 200]]);
    await checkPoints(it0.shop.id);
  });

  it("are booked as the ledger says where one that was cancelled had gone from the one to the other", async () => {
    const it0 = await openShop({ pendingDays: 14 });
    await buy(it0, A, 0);
    const cancelled = { ...placedOrder(1, 0, 10_000, { customerId: A, refundedOn: 3 }), cancelledAt: day(3).toISOString(), versionHash: "cancelled" };
    await it0.take(3, cancelled);
    await it0.take(5, { ...placedOrder(1, 0, 10_000, { customerId: B, refundedOn: 5 }), cancelledAt: cancelled.cancelledAt, versionHash: "moved" });
    await hear(it0, 10, { keptId: B, removedId: A });
    expect(await it0.balance(B)).toEqual({ pending: 0, settled: 0 });
    await checkPoints(it0.shop.id);
    await checkRebuilt(it0.shop.id);
  });

  it("keep it when one is heard of only after the merge, under the id that is gone", async () => {
    const it0 = await openShop();
    await buy(it0, A, 0);
    await hear(it0, 20, { keptId: A, removedId: B });
    await it0.take(21, placedOrder(11, 10, 10_000, { customerId: B }));
    expect(await it0.earned()).toEqual([["1", 100], ["11", 100]]);
    await checkPoints(it0.shop.id);
  });

  it("keep it when the first thing heard of one is what Shopify said of it after the merge", async () => {
    const it0 = await openShop();
    await buy(it0, A, 0);
    await it0.take(21, placedOrder(11, 10, 10_000, { customerId: A, refundedOn: 21, revision: 1 }));
    await it0.take(22, placedOrder(11, 10, 10_000, { customerId: B }));
    await hear(it0, 23, { keptId: A, removedId: B, mergedOn: 20 });
    expect(await it0.earned()).toEqual([["1", 100], ["11", 100]]);
    await checkPoints(it0.shop.id);
  });

  it.each([["as they happened", [0, 1]], ["the other way round", [1, 0]]])("belong to each one in a chain for its time, with the merges heard %s", async (_how, [first = 0, last = 1]) => {
    const it0 = await openShop();
    await buy(it0, A, 0);
    await buy(it0, B, 1);
    await buy(it0, C, 2);
    await buy(it0, B, 15);
    await buy(it0, C, 25);
    const merges = [{ keptId: B, removedId: A, mergedOn: 10 }, { keptId: C, removedId: B, mergedOn: 20 }];
    for (const at of [first, last]) await hear(it0, 30, merges[at]!);
    // On day 15 the second customer had two orders already; on day 25 the third had four.
    expect(await it0.earned()).toEqual([["1", 100], ["2", 100], ["3", 100], ["16", 300], ["26", 100]]);
    await checkPoints(it0.shop.id);
  });
});

it("an order that settles after a merge is ranked among all also when the merge is heard of late", async () => {
  const it0 = await openShop();
  await buy(it0, A, 0);
  await buy(it0, B, 1, 15);
  await hear(it0, 30, { keptId: B, removedId: A, mergedOn: 10 });
  expect(await it0.earned()).toEqual([["1", 100], ["2", 100], ["16", 300]]);
  await checkPoints(it0.shop.id);
});

it("orders of before a merge keep what the tier of their own customer gave, and those of after it have the tier of both together", async () => {
  const tiers = [{ id: "silver", name: "Silver", threshold: 2, perks: { multiplier: 2 } }, { id: "gold", name: "Gold", threshold: 4, perks: { multiplier: 3 } }];
  const it0 = await openShop({ nthOrderMultipliers: [], tiers, tierQualification: { basis: "orders" } });
  await buy(it0, A, 0, 10, 20);
  await buy(it0, B, 1, 11, 21);
  await hear(it0, 30, { keptId: A, removedId: B });
  await buy(it0, A, 40);
  expect(await it0.earned()).toEqual([["1", 100], ["2", 100], ["11", 100], ["12", 100], ["21", 200], ["22", 200], ["41", 300]]);
  await checkPoints(it0.shop.id);
});

describe("what decided orders of before a merge", () => {
  const VIPS = { earnRules: [{ id: "each", kind: "order", points: 10 }, { id: "vip", kind: "order", points: 100, conditions: [{ kind: "customer_tag", tags: ["vip"] }] }], excludedCustomerTags: ["staff"], nthOrderMultipliers: [] };

  it.each<[string, string, string, [string, number][]]>([
    ["the survivor was a vip", A, "vip", [["1", 110], ["2", 10]]],
    ["the one who is gone was a vip", B, "vip", [["1", 10], ["2", 110]]],
    ["the survivor belongs to the staff", A, "staff", [["2", 10]]],
    ["the one who is gone belonged to the staff", B, "staff", [["1", 10]]],
  ])("stays when %s", async (_who, customerId, its, earned) => {
    const it0 = await openShop(VIPS);
    await tag(it0, customerId, { tags: [its], on: -5 });
    await buy(it0, A, 0);
    await buy(it0, B, 1);
    expect(await it0.earned()).toEqual(earned);
    await hear(it0, 30, { keptId: A, removedId: B });
    expect(await it0.earned()).toEqual(earned);
    await checkPoints(it0.shop.id);
  });

  it("stays when either was left out by hand", async () => {
    const it0 = await openShop(VIPS);
    await buy(it0, A, 0);
    await excludeMember(it0.shop.id, { customerId: A, kind: "excluded_staff", reason: "hired", by: "Ann" }, day(1));
    await buy(it0, A, 2);
    await buy(it0, B, 3);
    await hear(it0, 30, { keptId: B, removedId: A });
    // From the merge on they are one, and left out.
    await buy(it0, B, 31);
    expect(await it0.earned()).toEqual([["1", 10], ["4", 10]]);
    await checkPoints(it0.shop.id);
  });

  it("stays for the one in the middle of two merges", async () => {
    const it0 = await openShop(VIPS);
    await tag(it0, A, { on: -5 });
    await buy(it0, B, 1);
    await hear(it0, 10, { keptId: B, removedId: A });
    await buy(it0, B, 11);
    await buy(it0, C, 12);
    await hear(it0, 20, { keptId: C, removedId: B });
    await buy(it0, C, 21);
    expect(await it0.earned()).toEqual([["2", 10], ["12", 110], ["13", 10], ["22", 110]]);
    await checkPoints(it0.shop.id);
  });

  it("does not decide orders from then on, of which both are asked: who had a tag keeps it, until it is taken off", async () => {
    const it0 = await openShop(VIPS);
    await tag(it0, A, { on: -5 });
    await tag(it0, B, { on: -5 });
    await tag(it0, B, { isAdded: false, on: -3 });
    await hear(it0, 10, { keptId: A, removedId: B });
    await buy(it0, A, 11);
    await tag(it0, A, { isAdded: false, on: 12 });
    await buy(it0, A, 13);
    expect(await it0.earned()).toEqual([["12", 110], ["14", 10]]);
    await checkPoints(it0.shop.id);
  });

  it("is each order's own also where a limit looks back: one that was no silver customer's did not use a rule for silver ones", async () => {
    const tiers = [{ id: "silver", name: "Silver", threshold: 2 }];
    const silver = { id: "silver", kind: "order", points: 50, conditions: [{ kind: "tier", tierIds: ["silver"] }, { kind: "limit", timesMax: 1, per: "ever" }] };
    const it0 = await openShop({ earnRules: [silver], tiers, tierQualification: { basis: "orders" }, nthOrderMultipliers: [], pendingDays: 14 });
    await buy(it0, A, 0, 1);
    await buy(it0, B, 2);
    await buy(it0, A, 3);
    await hear(it0, 4, { keptId: A, removedId: B });
    await it0.settle(40);
    expect(await it0.earned()).toEqual([["4", 50]]);
    await checkPoints(it0.shop.id);
  });

  it("is each order's own tags also where a limit looks back", async () => {
    const once = { id: "vip", kind: "order", points: 50, conditions: [{ kind: "customer_tag", tags: ["vip"] }, { kind: "limit", timesMax: 1, per: "ever" }] };
    const it0 = await openShop({ earnRules: [once], nthOrderMultipliers: [], pendingDays: 14 });
    await tag(it0, A, { on: -5 });
    await buy(it0, B, 0);
    await buy(it0, A, 1);
    await hear(it0, 2, { keptId: A, removedId: B });
    await it0.settle(40);
    expect(await it0.earned()).toEqual([["2", 50]]);
    await checkPoints(it0.shop.id);
  });

  it("is what the customer of an event had then, of whom it is told after the merge", async () => {
    const quiz = { id: "quiz", kind: "event", event: "quiz", points: 5, conditions: [{ kind: "stage", stages: ["prospect"] }, { kind: "limit", timesMax: 1, per: "ever" }] };
    const it0 = await openShop({ earnRules: [quiz] });
    await buy(it0, A, 0);
    expect(await recordEvent(it0.shop.id, { customerId: A, event: "quiz", occurredAt: day(-1), idempotencyKey: "a" }, day(1))).toMatchObject({ points: 5 });
    await hear(it0, 10, { keptId: B, removedId: A });
    expect(await recordEvent(it0.shop.id, { customerId: B, event: "quiz", occurredAt: day(5), idempotencyKey: "b" }, day(11))).toMatchObject({ points: 5 });
    expect(await recordEvent(it0.shop.id, { customerId: B, event: "quiz", occurredAt: day(12), idempotencyKey: "c" }, day(13))).toMatchObject({ points: 0 });
  });

  it("counts towards its limits what its own customer did then, also where it is told of after the merge by an id that is gone", async () => {
    const once = { id: "quiz", kind: "event", event: "quiz", points: 5, conditions: [{ kind: "limit", timesMax: 1, per: "ever" }] };
    const it0 = await openShop({ earnRules: [once] });
    await buy(it0, A, 0);
    await buy(it0, B, 1);
    const tell = async (customerId: string, occurredOn: number, idempotencyKey: string) => (await recordEvent(it0.shop.id, { customerId, event: "quiz", occurredAt: day(occurredOn), idempotencyKey }, day(20)));
    expect(await tell(B, 5, "b")).toMatchObject({ points: 5 });
    await hear(it0, 10, { keptId: A, removedId: B });
    expect(await tell(B, 6, "b again")).toMatchObject({ points: 0 });
    expect(await tell(A, 7, "a, who had none")).toMatchObject({ points: 5 });
    expect(await tell(B, 8, "b for the third time")).toMatchObject({ points: 0 });
    expect(await tell(A, 9, "a again")).toMatchObject({ points: 0 });
    expect(await tell(B, 12, "both, after the merge")).toMatchObject({ points: 0 });
    expect(await it0.balance(A)).toMatchObject({ settled: 10 });
    await checkPoints(it0.shop.id);
  });
});
