import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect } from "vitest";
import { DEFAULT_COUNTING_POLICY, type CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import { reconcileIds, reconcileUpdated } from "#app/jobs/reconcile.server.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { deleteAllOf } from "#app/store/inbox.server.ts";
import { deleteShop } from "#app/store/shops.server.ts";
import { saveCountingPolicy } from "#app/usecases/save-counting-policy.server.ts";
import { seededRandom } from "#standin/webhooks/seeded-random.ts";
import { naiveScores } from "./naive-scores.ts";
import { anyStep, play, type Step } from "./shop-history.ts";
import type { Lab, LabShop, Told } from "./shop-lab.ts";
import { readFacts, readScores } from "./stored-scores.ts";
import type { ToldByShop } from "./worker-drains.ts";

/** A shop's life and what happens to its deliveries on the way. */
export type Life = {
  steps: Step[];
  /** How many steps happen before the app is installed; Shopify tells nothing of them. */
  stepsBefore: number;
  /** Whether the history is read at once, or only after the deliveries came. */
  isReadFirst: boolean;
  policy: number;
  isLossy: boolean;
  scrambleSeed: number;
};

const POLICIES: CountingPolicy[] = [
  DEFAULT_COUNTING_POLICY,
  { ...DEFAULT_COUNTING_POLICY, excludedTags: ["staff"] },
  { ...DEFAULT_COUNTING_POLICY, countFrom: "creation", minimumOrderMinor: 750, loyalAt: 2, championAt: 4 },
  { ...DEFAULT_COUNTING_POLICY, mergeSameDay: true },
];

/**
 * Lives without loss also hold versions of one second, and those `withGuests` their orders and addresses; when such a delivery,
 * or that of a deletion, is lost, nobody can tell that it was.
 */
export const anyLife = ({ stepsMax, withGuests = false }: { stepsMax: number; withGuests?: boolean }): fc.Arbitrary<Life> =>
  fc.boolean().chain((isLossy) =>
    fc.record({
      steps: fc.array(anyStep({ isSameSecond: !isLossy, withGuests: withGuests && !isLossy }), { minLength: 3, maxLength: stepsMax, size: "max" }),
      stepsBefore: fc.oneof(fc.constant(0), fc.nat(10)),
      isReadFirst: fc.boolean(),
      policy: fc.nat(POLICIES.length - 1),
      isLossy: fc.constant(isLossy),
      scrambleSeed: fc.nat(1_000_000),
    }),
  );

const DAY_MS = 86_400_000;
let shopCount = 0;

/**
 * Lives through a history by webhooks, scrambled, then compares: with a count by hand, and with an app that was installed
 * only afterwards and read everything in bulk.
 */
export async function checkLife(lab: Lab, life: Life): Promise<void> {
  shopCount += 1;
  const shop = lab.shop(`life-${shopCount}.myshopify.com`, { scopes: life.scrambleSeed % 2 === 0 ? ["read_all_orders"] : [] });
  const policy = POLICIES[life.policy] ?? DEFAULT_COUNTING_POLICY;
  try {
    await liveThrough(shop, life, { policy });
    const [lived, facts] = [await readScores(shop.domain), await readFacts(shop.domain)];
    expect(ofCustomers(lived, shop), "by webhooks, against a count by hand").toEqual(naiveScores(shop.house.shop, policy));
    await forget(shop);
    await shop.install();
    await saveCountingPolicy((await shop.row()).id, policy, { by: "test", now: new Date() });
    await shop.readHistory();
    const read = await readScores(shop.domain);
    expect(read, "by backfill, against a count by hand").toEqual(naiveScores(shop.house.shop, policy));
    if (!life.isLossy) expect(lived, "by webhooks, against a backfill: customers").toEqual(read);
    expect(facts, "by webhooks, against a backfill: orders").toEqual(await readFacts(shop.domain));
  } finally {
    await forget(shop);
  }
}

type Setting = { policy: CountingPolicy; onInstalled?: (shopId: number) => Promise<void> };

/** Lives through a history by webhooks, scrambled, until nothing is on its way; `onInstalled` does what a merchant does first. */
export async function liveThrough(shop: LabShop, life: Life, setting: Setting): Promise<void> {
  const { soon, late, random } = await begin(shop, life, setting);
  for (const batch of inBatches(soon, random)) await shop.deliver(batch);
  if (!life.isReadFirst) await shop.readHistory();
  for (const batch of inBatches(late, random)) await shop.deliver(batch);
  await comeToRest(shop, life);
}

/** A shop with the history that it lives through. */
export type Living = { shop: LabShop; life: Life; setting: Setting };

/**
 * Lives through several histories at the same time: what all the shops tell goes into one inbox, each shop's in its own
 * order and mixed with the others', while `drain` (see worker-drains) empties it.
 */
export async function liveTogether(all: Living[], drain: (told: ToldByShop[], random: () => number) => Promise<void>): Promise<void> {
  const begun = await Promise.all(all.map(({ shop, life, setting }) => begin(shop, life, setting)));
  const random = seededRandom(all.reduce((sum, { life }) => sum + life.scrambleSeed, 0));
  await drain(mixShops(begun.map(({ soon }, at) => ({ domain: all[at]!.shop.domain, told: soon })), random), random);
  await Promise.all(all.filter(({ life }) => !life.isReadFirst).map(({ shop }) => shop.readHistory()));
  await drain(mixShops(begun.map(({ late }, at) => ({ domain: all[at]!.shop.domain, told: late })), random), random);
  await Promise.all(all.map(({ shop, life }) => comeToRest(shop, life)));
}

async function begin(shop: LabShop, life: Life, { policy, onInstalled }: Setting) {
  let clockMs = Math.floor((Date.now() - 55 * DAY_MS) / 1_000) * 1_000;
  const live = (steps: Step[]) => {
    for (const step of steps) clockMs = play(shop, step, clockMs);
  };
  live(life.steps.slice(0, life.stepsBefore));
  shop.takeTold();
  await shop.install();
  const { id } = await shop.row();
  await saveCountingPolicy(id, policy, { by: "test", now: new Date() });
  await onInstalled?.(id);
  if (life.isReadFirst) await shop.readHistory();
  live(life.steps.slice(life.stepsBefore));
  const random = seededRandom(life.scrambleSeed);
  return { ...scramble(shop.takeTold(), random, life.isLossy), random };
}

async function comeToRest(shop: LabShop, { isLossy }: Life): Promise<void> {
  await shop.quiesce();
  if (isLossy) await reconcile(shop);
  await shop.quiesce();
}

/** One row of everything, in which each shop's deliveries keep their order. */
function mixShops(shops: { domain: string; told: Told[] }[], random: () => number): ToldByShop[] {
  const turns = shops.map(({ told }) => told.map(() => random()).sort((a, b) => a - b));
  return shops.flatMap(({ domain, told }, shop) => told.map((one, n) => ({ at: turns[shop]![n]!, domain, told: one }))).sort((a, b) => a.at - b.at).map(({ domain, told }) => ({ domain, told }));
}

/** As the calendar does, but looking back over the whole life: the shop's own clock ran faster than ours. */
async function reconcile(shop: LabShop): Promise<void> {
  await pool.query("UPDATE shops SET installed_at = installed_at - interval '60 days' WHERE domain = $1", [shop.domain]);
  await reconcileUpdated(await shop.row(), new Date());
  await reconcileIds(await shop.row(), new Date());
}

/** Doubled with the same id or a fresh one, lost, held back, and in any order. */
export function scramble(told: Told[], random: () => number, isLossy: boolean): { soon: Told[]; late: Told[] } {
  const kept = told.filter(({ topic }) => !isLossy || random() > 0.2 || topic === "customers/redact");
  const doubled = kept.flatMap((one) => {
    const chance = random();
    if (chance < 0.15) return [one, one];
    return chance < 0.3 ? [one, { ...one, webhookId: randomUUID() }] : [one];
  });
  const isShuffled = random() < 0.8;
  const mixed = isShuffled ? doubled.map((one) => ({ one, at: random() })).sort((a, b) => a.at - b.at).map(({ one }) => one) : doubled;
  const lateShare = random() < 0.5 ? 0 : 0.3;
  const isLate = mixed.map(() => random() < lateShare);
  return { soon: mixed.filter((_, at) => !isLate[at]), late: mixed.filter((_, at) => isLate[at]) };
}

/** Runs of one to forty that come together. */
export function inBatches<One>(told: One[], random: () => number): One[][] {
  const batches: One[][] = [];
  for (let at = 0; at < told.length; ) {
    const size = 1 + Math.floor(random() * 40);
    batches.push(told.slice(at, at + size));
    at += size;
  }
  return batches;
}

/** Of a lost merge or deletion nobody hears, so somebody who is gone may still be on the list; those who live must be right. */
function ofCustomers<T>(scores: Record<string, T>, shop: LabShop): Record<string, T> {
  return Object.fromEntries(Object.entries(scores).filter(([id]) => shop.house.shop.customers.has(id)));
}

/** Leaves nothing of a shop behind. */
export async function forget(shop: LabShop): Promise<void> {
  await inTransaction(async (tx) => {
    const { rows } = await tx.query<{ id: number }>("SELECT id FROM shops WHERE domain = $1", [shop.domain]);
    for (const { id } of rows) await deleteShop(tx, { id, domain: shop.domain });
    await deleteAllOf(tx, shop.domain);
  });
}
