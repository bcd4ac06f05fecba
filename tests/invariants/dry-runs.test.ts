import fc from "fast-check";
import { expect, it } from "vitest";
import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import { awardPastOrders, previewAward, undoPastOrderAward } from "#app/usecases/award-past-orders.server.ts";
import { previewProgram } from "#app/usecases/preview-program.server.ts";
import { saveCountingPolicy } from "#app/usecases/save-counting-policy.server.ts";
import { settleMembers } from "#app/usecases/settle-members.server.ts";
import { noFacts, takeInFacts } from "#app/usecases/take-in-facts.server.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { day, placedOrder, programShop, type ProgramShop } from "#tests/factories/program-shop.ts";
import { anyProgram } from "#tests/factories/random-program.ts";

const RUNS = Number(process.env["RUNS"] ?? 15);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
// The program begins, an award is made, taken back, and made again; by the end everything has settled.
const [BEGINS, AWARDED, UNDONE, AGAIN, END] = [60, 80, 100, 120, 300];

const orders = fc.array(
  fc.record({
    on: fc.integer({ min: 0, max: 115 }),
    customerId: fc.constantFrom("7", "7", "8"),
    totalMinor: fc.integer({ min: 1, max: 9_000 }),
    productId: fc.constantFrom("11", "12"),
    sourceName: fc.constantFrom("web", "pos"),
    paidAfter: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 60 }) }),
    cancelsAfter: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined, freq: 3 }),
    sentAfter: fc.array(fc.integer({ min: 0, max: 80 }), { maxLength: 2 }),
    refund: fc.option(fc.record({ after: fc.integer({ min: 1, max: 60 }), share: fc.constantFrom(0.2, 0.7, 1) }), { nil: undefined, freq: 3 }),
  }),
  { minLength: 3, maxLength: 12 },
);

type Placed = typeof orders extends fc.Arbitrary<(infer One)[]> ? One : never;

const policies = fc.constantFrom({}, { minimumOrderMinor: 2_000 }, { mergeSameDay: true }, { countFrom: "creation" as const }, { loyalAt: 2 });

const histories = fc.record({ placed: orders, merged: fc.option(fc.integer({ min: 1, max: 110 }), { nil: null }), policy: policies, policyOn: fc.integer({ min: 1, max: 59 }) });

/** What is known of an order on a day: its newest version then. */
function versionOn(id: number, { on, customerId, totalMinor, productId, sourceName, paidAfter, cancelsAfter, sentAfter, refund }: Placed, today: number): OrderFact | undefined {
  if (on > today) return undefined;
  const paidOn = on + paidAfter;
  const cancelsOn = on + (cancelsAfter ?? Infinity);
  const refundedOn = paidOn + (refund?.after ?? Infinity);
  const isRefunded = refund !== undefined && refundedOn <= today;
  const refundedMinor = isRefunded ? Math.max(1, Math.floor(totalMinor * refund.share)) : undefined;
  const sentOn = sentAfter.map((days) => on + days).filter((one) => one <= today);
  const changedOn = Math.max(on, ...sentOn, ...[paidOn, cancelsOn, refundedOn].filter((one) => one <= today));
  const isPaid = paidOn <= today;
  const fact = placedOrder(id, on, totalMinor, { customerId, productId, sourceName, ...(refundedMinor && { refundedMinor, refundedOn }) });
  return {
    ...fact,
    updatedAt: day(changedOn).toISOString(),
    // As Shopify tells it when it is asked: with its payments.
    readAt: day(today).toISOString(),
    versionHash: `${id}/${changedOn}`,
    fulfillments: sentOn.map((one, at) => ({ fulfillmentId: `${id}${at}`, status: "success", createdAt: day(one).toISOString() })),
    cancelledAt: cancelsOn <= today ? day(cancelsOn).toISOString() : null,
    isPaidSeen: isPaid,
    financialStatus: isPaid ? (refundedMinor === totalMinor ? "refunded" : fact.financialStatus) : "pending",
    transactions: isPaid ? [{ orderId: String(id), transactionId: `${id}8`, kind: "sale", status: "success", amountMinor: totalMinor, currency: "GBP", processedAt: day(paidOn).toISOString(), gateway: null, parentId: null }] : [],
  };
}

let shops = 0;

/** A shop that lives through a history: what is known of its orders on a day is told on that day. */
async function openShop({ placed, merged, policy, policyOn }: { placed: Placed[]; merged: number | null; policy: object; policyOn: number }) {
  const shop = await programShop(`dry-run-${(shops += 1)}.myshopify.com`);
  await saveCountingPolicy(shop.shop.id, { ...DEFAULT_COUNTING_POLICY, ...policy }, { by: "test", now: day(policyOn) });
  let isMerged = false;
  return {
    ...shop,
    async hear(today: number) {
      const facts = placed.flatMap((spec, at) => versionOn(at + 1, spec, today) ?? []);
      if (facts.length > 0) await shop.take(today, ...facts);
      if (merged !== null && merged <= today && !isMerged && facts.some(({ customer }) => customer?.customerId === "8") && facts.some(({ customer }) => customer?.customerId === "7")) {
        isMerged = true;
        await holdingShopFacts(shop.shop.id, async (tx) => {
          const customerIds = await takeInFacts(tx, shop.shop.id, { facts: { ...noFacts(), merges: [{ keptId: "7", removedId: "8", at: day(merged) }] }, now: day(today) });
          await settleMembers(tx, shop.shop.id, { customerIds, now: day(today) });
        });
      }
      await shop.settle(today);
    },
  };
}

const sumOf = (earned: [string, number][]): number => earned.reduce((sum, [, points]) => sum + points, 0);

/** What orders of before the program have come to, and those of the program: [order id, points] without those that hold nothing. */
async function splitEarned({ earned }: ProgramShop, placed: Placed[]) {
  const all = (await earned()).filter(([, points]) => points !== 0);
  const isPast = ([orderId]: [string, number]) => placed[Number(orderId) - 1]!.on < BEGINS;
  return { past: all.filter(isPast), live: all.filter((one) => !isPast(one)) };
}

async function award({ shop, settle }: ProgramShop, today: number): Promise<number> {
  const tried = await previewAward(shop.id, { from: day(3), by: "test", now: day(today) });
  if (tried.outcome !== "previewed") throw new Error(tried.outcome);
  expect(await awardPastOrders(shop.id, { from: day(3), by: "test", now: day(today) })).toMatchObject({ outcome: "awarded" });
  await settle(today);
  return tried.dryRun.points;
}

it(`an award gives what its dry run says, and neither it nor taking it back moves a point of any other order, whatever the rules, what happened before and when it is heard of (SEED=${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(anyProgram, histories, fc.boolean(), async (program, history, isAwardedAgain) => {
      const shop = await openShop(history);
      await shop.hear(BEGINS - 1);
      await shop.publish(program, BEGINS);
      await shop.hear(AWARDED);
      const before = await splitEarned(shop, history.placed);
      const promised = await award(shop, AWARDED);
      const awarded = await splitEarned(shop, history.placed);
      expect(sumOf(awarded.past), "given by the award").toBe(promised);
      expect(awarded.live, "orders of the program").toEqual(before.live);
      await shop.hear(UNDONE);
      await undoPastOrderAward(shop.shop.id, { by: "test", now: day(UNDONE) });
      await shop.settle(UNDONE);
      expect((await splitEarned(shop, history.placed)).past, "after the award was taken back").toEqual([]);
      await shop.hear(AGAIN);
      if (isAwardedAgain) {
        const promisedAgain = await award(shop, AGAIN);
        expect(sumOf((await splitEarned(shop, history.placed)).past), "given by the second award").toBe(promisedAgain);
      }
      await shop.hear(END);
      // Points lift a member when they are given, and a recomputation beside the ledger would count them twice.
      if (program.tierQualification.basis === "points") return;
      await checkPoints(shop.shop.id);
      const late = await openShop(history);
      await late.publish(program, BEGINS);
      await award(late, AWARDED);
      await undoPastOrderAward(late.shop.id, { by: "test", now: day(UNDONE) });
      if (isAwardedAgain) await award(late, AGAIN);
      await late.hear(END);
      expect(await splitEarned(late, history.placed), "where all is heard of in the end").toEqual(await splitEarned(shop, history.placed));
    }),
    { seed, numRuns: RUNS, endOnFailure: true },
  );
}, 300_000);

it(`a program that is published with a beginning in the past gives what its dry run says (SEED=${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(anyProgram, histories, async (program, history) => {
      const shop = await openShop(history);
      await shop.hear(BEGINS + 49);
      const tried = await previewProgram(shop.shop.id, program, { by: "test", now: day(BEGINS + 50) });
      if (tried.outcome !== "previewed") throw new Error(JSON.stringify(tried.fields));
      await shop.publish(program, BEGINS + 50, BEGINS + 50 - 90);
      expect(sumOf(await shop.earned())).toBe(tried.preview.draft.points);
    }),
    { seed, numRuns: RUNS, endOnFailure: true },
  );
}, 300_000);
