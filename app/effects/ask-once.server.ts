import type { EffectKind, EffectOutcome, Receipt } from "#app/domain/effect.ts";
import type { Attempt } from "./performer.ts";
import { provenRefusalOf } from "./refusal.ts";

// Shopify knows a key again for about a day; afterwards the same call would be carried out a second time.
const KEY_KNOWN_MS = 12 * 3_600_000;

/**
 * Makes one call that moves money and cannot be looked for: Shopify's `@idempotent` knows it again by its key. An attempt
 * whose answer was lost is repeated for half a day, then no more: `unclear` says to the merchant where to look.
 *
 * @see https://shopify.dev/docs/api/usage/implementing-idempotency
 */
export async function askOnce<Kind extends EffectKind>(attempt: Attempt<Kind>, unclear: string, call: (attempt: Attempt<Kind>) => Promise<Receipt>): Promise<EffectOutcome> {
  const { handOver, now } = attempt;
  const isRepeat = handOver.begunAt !== null;
  if (handOver.begunAt && now.getTime() - handOver.begunAt.getTime() > KEY_KNOWN_MS) return { outcome: "unclear", message: unclear };
  await handOver.begin();
  try {
    return { outcome: "done", receipt: await call(attempt) };
  } catch (error) {
    return provenRefusalOf(error, { isRepeat });
  }
}
