import type { EffectOutcome } from "#app/domain/effect.ts";
import { TerminalError } from "#app/shopify/errors.ts";

/** What Shopify will say however often it is asked, as an outcome; anything else is thrown on. Shopify's first sentence is for the customer. */
export function refusalOf(error: unknown): EffectOutcome {
  if (!(error instanceof TerminalError)) throw error;
  return { outcome: "refused", code: error.code ?? null, message: error.userErrors[0]?.message ?? error.message };
}

/** Whether the answer leaves open what happened: the code exists already, or the answer could not be understood. */
export const mayHaveHappened = (error: unknown): boolean => error instanceof TerminalError && (error.code === "TAKEN" || error.code === "UNEXPECTED_SHAPE");
