import type { CountingPolicy } from "#app/domain/scoring/counting-policy.ts";
import { stageOf } from "#app/domain/scoring/stage-of.ts";
import { STAGES, type Stage } from "#app/domain/scoring/stage.ts";
import { pool } from "#app/platform/db.server.ts";
import { addCountingPolicy } from "#app/store/counting-policies.server.ts";
import { countSameDaySeconds, countByScore } from "#app/store/policy-effects.server.ts";

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
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(`SET LOCAL statement_timeout = ${PREVIEW_MS_MAX}`);
    const sameDaySeconds = await countSameDaySeconds(client, shopId, now);
    await addCountingPolicy(client, shopId, { policy, by: "preview", now });
    const groups = await countByScore(client, shopId, { asOf: now, ranksMax: policy.championAt });
    const changes = new Map<string, PolicyEffect["changes"][number]>();
    for (const group of groups) {
      const to = stageOf({ openingCount: group.openingCount, countedOrders: group.countedOrders, holders: {} }, policy).stage;
      if (to === group.stage) continue;
      const key = `${group.stage} ${to}`;
      const change = changes.get(key) ?? { from: group.stage, to, customers: 0 };
      change.customers += group.customers;
      changes.set(key, change);
    }
    const sorted = [...changes.values()].sort((a, b) => STAGES.indexOf(b.to) - STAGES.indexOf(a.to) || b.customers - a.customers);
    return { customersChanged: sorted.reduce((sum, change) => sum + change.customers, 0), changes: sorted, sameDaySeconds };
  } finally {
    await client.query("ROLLBACK").catch(() => undefined);
    client.release();
  }
}
