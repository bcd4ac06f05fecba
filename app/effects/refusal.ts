import type { EffectOutcome } from "#app/domain/effect.ts";
import { TerminalError } from "#app/shopify/errors.ts";

/** What Shopify will say however often it is asked, as an outcome; anything else is thrown on. Shopify's first sentence is for the customer. */
export function refusalOf(error: unknown): EffectOutcome {
  if (!(error instanceof TerminalError)) throw error;
  return { outcome: "refused", code: error.code ?? null, message: error.userErrors[0]?.message ?? error.message };
}

// What Shopify did cannot be told from these, whatever was asked before.
const isOpenAlways = ({ code }: TerminalError): boolean => code === "UNEXPECTED_SHAPE" || code === "INTERNAL_ERROR";

// "Taken" may be by an earlier attempt of ours; what is about the key says nothing of what became of it.
const isOfTheThing = ({ userErrors }: TerminalError): boolean =>
  userErrors.length > 0 && userErrors.every(({ code }) => code !== undefined && code !== "TAKEN" && !code.startsWith("IDEMPOTENCY_"));

/**
 * A refusal after which nothing was given, so that what was paid for it may come back. Anything less is thrown on, and the
 * effect is tried again: while no attempt was lost, an answer that nobody understands; after one (`isRepeat`), everything
 * but what Shopify has against the thing itself, such as a customer who is gone. A scope that is missing now says nothing
 * of what was given before.
 */
export function provenRefusalOf(error: unknown, { isRepeat }: { isRepeat: boolean }): EffectOutcome {
  if (error instanceof TerminalError && (isOpenAlways(error) || (isRepeat && !isOfTheThing(error)))) throw error;
  return refusalOf(error);
}

/** Whether the answer leaves open what happened: the code exists already, or the answer could not be understood. */
export const mayHaveHappened = (error: unknown): boolean => error instanceof TerminalError && (error.code === "TAKEN" || isOpenAlways(error));
