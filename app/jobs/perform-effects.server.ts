import type { EffectKind, EffectOutcome } from "#app/domain/effect.ts";
import { isEffectWaitedFor, nextEffectAt, postponeEffect, takeEffect, type TakenEffect } from "#app/effects/outbox.server.ts";
import { performEffect } from "#app/effects/perform.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { ReopenNeededError, RetryableError, ShopGoneError, TerminalError, ThrottledError } from "#app/shopify/errors.ts";
import { enqueueOnceMore, inItsTurn, performEffectsOf } from "#app/store/jobs.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { receiveEffect } from "#app/usecases/receive-effect.server.ts";
import { beginTurn } from "./turn.ts";

// Longer than a call with all its waits takes: whoever died meanwhile leaves the effect to the next.
const LEASE_MS = 120_000;
const PAUSE_MIN_MS = 1_000;
const PAUSE_MAX_MS = 600_000;
// What is looked for by search before it is made again: Shopify's search follows with some delay.
const PAUSE_MIN_MS_OF: Partial<Record<EffectKind | "unreadable", number>> = { issue_gift_card: 60_000 };

/**
 * Performs a shop's effects that are due, what somebody waits for before the rest and the oldest first, each with one call and one
 * receipt, and comes back for what has to wait; after its turn, for the rest. Three transactions for each: asked for, attempted,
 * answered. Answers how many were answered.
 */
export async function performEffects(shop: Shop, clock: () => Date): Promise<number> {
  let answered = 0;
  for (const isTurnOver = beginTurn(clock); !isTurnOver(); ) {
    const taken = await takeEffect(pool, shop.id, { now: clock(), leaseMs: LEASE_MS });
    if (!taken) break;
    const outcome = await attempt(shop, taken, clock);
    const until = new Date(clock().getTime() + (outcome.outcome === "again" ? outcome.afterMs : 0));
    if (outcome.outcome === "again") await postponeEffect(pool, shop.id, { effectId: taken.effectId, until });
    else await receiveEffect(shop.id, { taken, outcome, now: clock() });
    answered += outcome.outcome === "again" ? 0 : 1;
  }
  await comeBack(shop, clock);
  return answered;
}

// Behind other shops only where nobody waits. That is looked at last: whoever clicked just before had a job of a click put behind by this one.
async function comeBack({ id }: Shop, clock: () => Date): Promise<void> {
  const next = await nextEffectAt(pool, id);
  if (!next) return;
  if (next > clock()) return enqueueOnceMore(pool, performEffectsOf(id, next));
  await enqueueOnceMore(pool, inItsTurn(performEffectsOf(id)));
  if (await isEffectWaitedFor(pool, id, clock())) await enqueueOnceMore(pool, performEffectsOf(id));
}

async function attempt(shop: Shop, taken: TakenEffect, clock: () => Date): Promise<EffectOutcome> {
  try {
    return await performEffect(shop, taken, clock());
  } catch (error) {
    const waitMs = error instanceof ThrottledError ? error.waitMs : pauseMs(taken);
    // What is not known to have been refused keeps its points, and so does a code that cannot be taken back: perhaps the scope is granted again.
    if (error instanceof RetryableError || error instanceof TerminalError) {
      logger.warn({ shopId: shop.id, effect: taken.effect.kind, attempts: taken.attempts, reason: error.message }, "an effect is tried again");
      return { outcome: "again", afterMs: waitMs };
    }
    // Shopify's door was closed: whatever the call would have done, it did not.
    const isAnswered = taken.handedOverAt === null && (error instanceof ThrottledError || error instanceof ReopenNeededError || error instanceof ShopGoneError);
    await postponeEffect(pool, shop.id, { effectId: taken.effectId, until: new Date(clock().getTime() + waitMs), isAnswered });
    throw error;
  }
}

const pauseMs = ({ attempts, effect }: TakenEffect): number => Math.max(PAUSE_MIN_MS_OF[effect.kind] ?? 0, Math.min(PAUSE_MAX_MS, PAUSE_MIN_MS * 2 ** Math.min(attempts, 20)));
