import { quietUntil } from "#app/domain/messages/quiet-hours.ts";
import { closeEffect, nextEffectAt, postponeEffect, sendMessagesOf, takeEffect, type TakenEffect } from "#app/effects/outbox.server.ts";
import { performEffect } from "#app/effects/perform.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { RetryableError, ThrottledError } from "#app/shopify/errors.ts";
import { enqueueJob } from "#app/store/jobs.server.ts";
import { loadMailSettings } from "#app/store/message-settings.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { settleDueMember } from "#app/usecases/settle-due-member.server.ts";

// Longer than the mail server may be silent for: whoever died meanwhile leaves the message to the next.
const LEASE_MS = 180_000;
const PAUSE_MIN_MS = 2_000;
const PAUSE_MAX_MS = 60_000;

/**
 * Sends a shop's messages that are due, oldest first, outside of its quiet hours. While the mail server or Shopify can't be
 * reached, all of them wait, and one is tried again with growing pauses. Answers how many were sent or given up.
 */
export async function sendMessages(shop: Shop, clock: () => Date): Promise<number> {
  if (!env.mail) return 0;
  const { quiet } = await loadMailSettings(pool, shop.id);
  let answered = 0;
  for (;;) {
    const quietEnd = quietUntil(clock(), quiet, shop.timeZone);
    if (quietEnd) return comeBack(shop, answered, quietEnd);
    const taken = await takeEffect(pool, shop.id, { now: clock(), leaseMs: LEASE_MS, lane: "mail" });
    if (!taken) return comeBack(shop, answered);
    const waitMs = await send(shop, taken, clock);
    // The others would meet the same closed door.
    if (waitMs !== undefined) return comeBack(shop, answered, new Date(clock().getTime() + waitMs));
    answered += 1;
  }
}

/** Answers how long all messages have to wait; undefined when this one did not meet a closed door. */
async function send(shop: Shop, taken: TakenEffect, clock: () => Date): Promise<number | undefined> {
  try {
    // What came due for the customer comes first: nobody is told of points that have ended.
    if (taken.effect.kind === "send_message") await settleDueMember(shop.id, taken.effect.customerId, clock());
    const outcome = await performEffect(shop, taken, clock());
    const until = new Date(clock().getTime() + (outcome.outcome === "again" ? outcome.afterMs : 0));
    if (outcome.outcome === "again") await postponeEffect(pool, shop.id, { effectId: taken.effectId, until, isAnswered: true });
    else await closeEffect(pool, shop.id, { effectId: taken.effectId, outcome, now: clock() });
    return undefined;
  } catch (error) {
    const waitMs = error instanceof ThrottledError ? error.waitMs : Math.min(PAUSE_MAX_MS, PAUSE_MIN_MS * 2 ** Math.min(taken.attempts - 1, 20));
    await postponeEffect(pool, shop.id, { effectId: taken.effectId, until: new Date(clock().getTime() + waitMs) });
    if (!(error instanceof RetryableError) && !(error instanceof ThrottledError)) throw error;
    logger.warn({ shopId: shop.id, attempts: taken.attempts, reason: error.message }, "mail waits");
    return waitMs;
  }
}

async function comeBack(shop: Shop, answered: number, notBefore?: Date): Promise<number> {
  const next = await nextEffectAt(pool, shop.id, "mail");
  if (next) await enqueueJob(pool, sendMessagesOf(shop.id, notBefore && notBefore > next ? notBefore : next));
  return answered;
}
