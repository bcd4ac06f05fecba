import { readEffect, type Effect, type EffectLane, type EffectOutcome, type UnreadableEffect } from "#app/domain/effect.ts";
import type { Tx } from "#app/platform/db.server.ts";

/**
 * An effect that is being performed. `attempts` counts this one: above 1 an earlier one may have reached Shopify.
 * `handedOverAt`: when an earlier attempt, the first of them, got to the point of no return (the last byte of a message, a call that
 * moves money), and its answer was lost.
 */
export interface TakenEffect {
  effectId: string;
  key: string;
  effect: Effect | UnreadableEffect;
  attempts: number;
  handedOverAt: Date | null;
}

/**
 * Asks for effects in the caller's transaction: they exist if and only if it commits. A key is taken once, the second asking is nothing.
 * `isWaitedFor`: somebody looks on, and what nobody looks at comes after it. Answers how many are new.
 */
export async function addEffects(
  tx: Tx,
  shopId: number,
  { effects, isWaitedFor = false, now }: { effects: { key: string; effect: Effect }[]; isWaitedFor?: boolean; now: Date },
): Promise<number> {
  if (effects.length === 0) return 0;
  const added = await tx.query(
    `INSERT INTO effects (shop_id, key, effect, lane, is_waited_for, state, run_at, created_at)
     SELECT $1, x.key, x.effect, CASE x.effect ->> 'kind' WHEN 'send_message' THEN 'mail' ELSE 'shopify' END, $4, 'open', $3, $3 FROM json_to_recordset($2::json) AS x(key text, effect jsonb) ON CONFLICT (shop_id, key) DO NOTHING`,
    [shopId, JSON.stringify(effects), now, isWaitedFor],
  );
  return added.rowCount ?? 0;
}

/** Those of the keys for which an effect was asked for before, whatever came of it. */
export async function findTakenKeys(tx: Tx, shopId: number, keys: string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ key: string }>("SELECT key FROM effects WHERE shop_id = $1 AND key = ANY ($2)", [shopId, keys]);
  return new Set(rows.map(({ key }) => key));
}

/**
 * Takes the oldest effect of a lane that is due, of those that somebody waits for if there are any, and counts the attempt before it is
 * made. Nobody else takes it until `leaseMs` have passed: whoever dies in between leaves it to the next.
 */
export async function takeEffect(
  tx: Tx,
  shopId: number,
  { now, leaseMs, lane = "shopify" }: { now: Date; leaseMs: number; lane?: EffectLane },
): Promise<TakenEffect | undefined> {
  const taken = await tx.query<Omit<TakenEffect, "effect"> & { effect: unknown }>(
    `UPDATE effects SET attempts = attempts + 1, run_at = $3
     WHERE shop_id = $1 AND effect_id = (
       SELECT effect_id FROM effects WHERE shop_id = $1 AND lane = $4 AND state = 'open' AND run_at <= $2 ORDER BY is_waited_for DESC, effect_id FOR UPDATE SKIP LOCKED LIMIT 1)
     RETURNING effect_id AS "effectId", key, effect, attempts, handed_over_at AS "handedOverAt"`,
    [shopId, now, new Date(now.getTime() + leaseMs), lane],
  );
  const [row] = taken.rows;
  return row && { ...row, effect: readEffect(row.effect) };
}

/** Says, before it happens, that the last byte of a message, or a call that moves money, goes out now. The first time stays. */
export async function markHandedOver(tx: Tx, shopId: number, { effectId, now }: { effectId: string; now: Date }): Promise<void> {
  await tx.query("UPDATE effects SET handed_over_at = coalesce(handed_over_at, $3) WHERE shop_id = $1 AND effect_id = $2 AND state = 'open'", [shopId, effectId, now]);
}

/** Leaves an effect for later. `isAnswered`: what was handed over is known not to have been taken. */
export async function postponeEffect(tx: Tx, shopId: number, { effectId, until, isAnswered = false }: { effectId: string; until: Date; isAnswered?: boolean }): Promise<void> {
  await tx.query("UPDATE effects SET run_at = $3, handed_over_at = CASE WHEN $4 THEN NULL ELSE handed_over_at END WHERE shop_id = $1 AND effect_id = $2 AND state = 'open'", [
    shopId,
    effectId,
    until,
    isAnswered,
  ]);
}

/** Closes an effect with what came of it. False when it was closed before: then its outcome is not to be acted on again. */
export async function closeEffect(
  tx: Tx,
  shopId: number,
  { effectId, outcome, now }: { effectId: string; outcome: Exclude<EffectOutcome, { outcome: "again" }>; now: Date },
): Promise<boolean> {
  const closed = await tx.query("UPDATE effects SET state = $3, outcome = $4, closed_at = $5 WHERE shop_id = $1 AND effect_id = $2 AND state = 'open'", [
    shopId,
    effectId,
    outcome.outcome,
    JSON.stringify(outcome),
    now,
  ]);
  return closed.rowCount === 1;
}

/** Takes effects back that are no longer wanted. Answers whether one of them may have reached Shopify. */
export async function dropEffects(tx: Tx, shopId: number, { keys, now }: { keys: string[]; now: Date }): Promise<{ mayHaveHappened: boolean }> {
  await tx.query("UPDATE effects SET state = 'dropped', closed_at = $3 WHERE shop_id = $1 AND key = ANY ($2) AND state = 'open'", [shopId, keys, now]);
  const tried = await tx.query("SELECT FROM effects WHERE shop_id = $1 AND key = ANY ($2) AND attempts > 0 AND state <> 'refused' LIMIT 1", [shopId, keys]);
  return { mayHaveHappened: tried.rowCount === 1 };
}

/** Takes an effect back that nobody has attempted yet. False when it may be under way or was answered: then its answer comes, or came. */
export async function dropUntried(tx: Tx, shopId: number, { key, now }: { key: string; now: Date }): Promise<boolean> {
  const dropped = await tx.query("UPDATE effects SET state = 'dropped', closed_at = $3 WHERE shop_id = $1 AND key = $2 AND state = 'open' AND attempts = 0", [shopId, key, now]);
  return dropped.rowCount === 1;
}

/** When the next open effect of a shop's lane is due; undefined when none is open. */
export async function nextEffectAt(tx: Tx, shopId: number, lane: EffectLane = "shopify"): Promise<Date | undefined> {
  const next = await tx.query<{ at: Date | null }>("SELECT min(run_at) AS at FROM effects WHERE shop_id = $1 AND lane = $2 AND state = 'open'", [shopId, lane]);
  return next.rows[0]?.at ?? undefined;
}

/** Whether an effect of a shop is due that somebody waits for. */
export async function isEffectWaitedFor(tx: Tx, shopId: number, now: Date): Promise<boolean> {
  const due = await tx.query("SELECT FROM effects WHERE shop_id = $1 AND lane = 'shopify' AND state = 'open' AND is_waited_for AND run_at <= $2 LIMIT 1", [shopId, now]);
  return due.rowCount === 1;
}

/** Forgets what closed effects said to Shopify and what it answered. Their keys stay: asked for a second time they are nothing still. */
export async function forgetClosedEffects(tx: Tx, closedBefore: Date): Promise<void> {
  await tx.query(
    `UPDATE effects SET effect = jsonb_build_object('kind', effect -> 'kind'), outcome = NULL
     WHERE state <> 'open' AND lane = 'shopify' AND closed_at < $1 AND (outcome IS NOT NULL OR effect - 'kind' <> '{}')`,
    [closedBefore],
  );
}

/** Points open effects of a customer who was merged away at the survivor. */
export async function moveOpenEffects(tx: Tx, shopId: number, { keptId, removedId }: { keptId: string; removedId: string }): Promise<void> {
  await tx.query(
    `UPDATE effects SET effect = jsonb_set(effect, '{customerId}', to_jsonb($2::text))
     WHERE shop_id = $1 AND state = 'open' AND effect ->> 'customerId' = $3`,
    [shopId, keptId, removedId],
  );
}
