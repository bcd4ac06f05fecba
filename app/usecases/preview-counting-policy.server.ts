import type { CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import { stageOf } from "#app/domain/scoring/stage-of.ts";
import { STAGES, type Stage } from "#app/domain/scoring/stage.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { tryCountingPolicy } from "#app/store/counting-policies.server.ts";
import { countSameDaySeconds, countByScore, listByScore, type ScoreGroup } from "#app/store/policy-effects.server.ts";

/** What saving a policy would do to the stages of today. `sameDaySeconds`: second orders placed on the day of the first, of all second orders. */
export interface PolicyEffect {
  customersChanged: number;
  changes: { from: Stage; to: Stage; customers: number }[];
  sameDaySeconds: { sameDay: number; all: number };
}

const PREVIEW_MS_MAX = 25_000;

/**
 * The effect of a policy before it is saved. The policy is put in force inside of a transaction that is never committed, so
 * the same SQL and the same rule decide as after saving.
 */
export async function previewCountingPolicy(shopId: number, policy: CountingPolicy, now: Date): Promise<PolicyEffect> {
  return withoutSaving(async (tx) => {
    const sameDaySeconds = await countSameDaySeconds(tx, shopId, now);
    const changes = new Map<string, PolicyEffect["changes"][number]>();
    for (const { stage: from, to, customers } of await listChangedGroups(tx, shopId, { policy, now })) {
      const key = `${from} ${to}`;
      const change = changes.get(key) ?? { from, to, customers: 0 };
      change.customers += customers;
      changes.set(key, change);
    }
    const sorted = [...changes.values()].sort((a, b) => STAGES.indexOf(b.to) - STAGES.indexOf(a.to) || b.customers - a.customers);
    return { customersChanged: sorted.reduce((sum, change) => sum + change.customers, 0), changes: sorted, sameDaySeconds };
  });
}

/** A customer whose stage a policy would change. */
export interface ChangedCustomer {
  id: string;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  from: Stage;
  to: Stage;
}

/** Who they are, at most `limit`, those with the most recent order first. */
export async function listPolicyChanges(shopId: number, policy: CountingPolicy, { limit, now }: { limit: number; now: Date }): Promise<ChangedCustomer[]> {
  return withoutSaving(async (tx) => {
    const groups = await listChangedGroups(tx, shopId, { policy, now });
    if (groups.length === 0) return [];
    const customers = await listByScore(tx, shopId, { groups, asOf: now, ranksMax: policy.championAt, limit });
    return customers.map(({ group, ...customer }) => ({ ...customer, from: groups[group]!.stage, to: groups[group]!.to }));
  });
}

/** Puts a policy in force in this transaction and answers the groups of customers whose stage it changes. */
async function listChangedGroups(tx: Tx, shopId: number, { policy, now }: { policy: CountingPolicy; now: Date }): Promise<(ScoreGroup & { to: Stage })[]> {
  await tryCountingPolicy(tx, shopId, { policy, now });
  const groups = await countByScore(tx, shopId, { asOf: now, ranksMax: policy.championAt });
  return groups
    .map((group) => ({ ...group, to: stageOf({ openingCount: group.openingCount, countedOrders: group.countedOrders, holders: {} }, policy).stage }))
    .filter(({ stage, to }) => stage !== to);
}

/** What is read in a transaction that is then given up, with all that was written in it. */
async function withoutSaving<T>(read: (tx: Tx) => Promise<T>): Promise<T> {
  const tried: { answer?: T } = {};
  const giveUp = new Error("only tried");
  const work = async (tx: Tx): Promise<never> => {
    tried.answer = await read(tx);
    throw giveUp;
  };
  await inTransaction(work, { statementTimeoutMs: PREVIEW_MS_MAX }).catch((error: unknown) => {
    if (error !== giveUp) throw error;
  });
  return tried.answer as T;
}
