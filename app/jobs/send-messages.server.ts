import { quietUntil } from "#app/domain/messages/quiet-hours.ts";
import { closeEffect, nextEffectAt, postponeEffect, takeEffect, type TakenEffect } from "#app/effects/outbox.server.ts";
import { performEffect } from "#app/effects/perform.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { RetryableError, TerminalError, ThrottledError } from "#app/shopify/errors.ts";
import { enqueueJob, sendMessagesOf } from "#app/store/jobs.server.ts";
import { loadMailSettings } from "#app/store/message-settings.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { settleDueMember } from "#app/usecases/settle-due-member.server.ts";
import { beginTurn } from "./turn.ts";

// Longer than the mail server may be silent for: whoever died meanwhile leaves the message to the next.
const LEASE_MS = 180_000;
const PAUSE_MIN_MS = 2_000;
const PAUSE_MAX_MS = 60_000;
const TERMINAL_PAUSE_MS = 600_000;

/**
 * Sends a shop's messages that are due, oldest first, outside of its quiet hours. While the mail server or Shopify can't be
 * reached, all of them wait, and one is tried again with growing pauses; after the shop's turn they wait for the next one. Answers
 * how many were sent or given up.
 */
export async function sendMessages(shop: Shop, clock: () => Date): Promise<number> {
  if (!env.mail) return 0;
  const { quiet } = await loadMailSettings(pool, shop.id);
  let answered = 0;
  for (const isTurnOver = beginTurn(clock); !isTurnOver(); ) {
    const quietEnd = quietUntil(clock(), quiet, shop.timeZone);
    if (quietEnd) return comeBack(shop, answered, quietEnd);
    const taken = await takeEffect(pool, shop.id, { now: clock(), leaseMs: LEASE_MS, lane: "mail" });
    if (!taken) return comeBack(shop, answered);
    const sent = await send(shop, taken, clock);
    // The others would meet the same closed door.
    if (typeof sent === "object") return comeBack(shop, answered, new Date(clock().getTime() + sent.waitMs));
    answered += sent === "answered" ? 1 : 0;
  }
  return comeBack(shop, answered);
}

/** Whether one message was answered for good, or is tried again later by itself; or how long all of them have to wait. */
async function send(shop: Shop, taken: TakenEffect, clock: () => Date): Promise<"answered" | "postponed" | { waitMs: number }> {
  try {
    // What came due for the customer comes first: nobody is told of points that have ended.
    if (taken.effect.kind === "send_message" && (await settleDueMember(shop.id, taken.effect.customerId, clock())) === "busy") throw new RetryableError("the shop's facts are held by others");
    const outcome = await performEffect(shop, taken, clock());
    if (outcome.outcome === "again") {
      await postponeEffect(pool, shop.id, { effectId: taken.effectId, until: new Date(clock().getTime() + outcome.afterMs), isAnswered: true });
      return "postponed";
    }
    await closeEffect(pool, shop.id, { effectId: taken.effectId, outcome, now: clock() });
    return "answered";
  } catch (error) {
    const { attempts } = taken;
    // What Shopify will not say of one customer, such as for want of a scope, is no reason to keep the others waiting.
    const isTerminal = error instanceof TerminalError;
    const waitMs = isTerminal ? TERMINAL_PAUSE_MS : error instanceof ThrottledError ? error.waitMs : Math.min(PAUSE_MAX_MS, PAUSE_MIN_MS * 2 ** Math.min(attempts - 1, 20));
    await postponeEffect(pool, shop.id, { effectId: taken.effectId, until: new Date(clock().getTime() + waitMs) });
    if (!isTerminal && !(error instanceof RetryableError) && !(error instanceof ThrottledError)) throw error;
    logger.warn({ shopId: shop.id, attempts, reason: error.message }, "mail waits");
    return isTerminal ? "postponed" : { waitMs };
  }
}

async function comeBack(shop: Shop, answered: number, notBefore?: Date): Promise<number> {
  const next = await nextEffectAt(pool, shop.id, "mail");
  if (next) await enqueueJob(pool, sendMessagesOf(shop.id, notBefore && notBefore > next ? notBefore : next));
  return answered;
}
