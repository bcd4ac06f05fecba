import { shopperFormats } from "#app/domain/confirmation/shopper-formats.ts";
import { earnsSentence, nextOrderSentence } from "#app/domain/confirmation/shopper-sentences.ts";
import { targetOf } from "#app/domain/points/order-target.ts";
import { pendingAwaits, settlementInstant } from "#app/domain/points/settlement-instant.ts";
import { whySentence } from "#app/domain/points/why-sentence.ts";
import type { Why } from "#app/domain/points/why.ts";
import type { Program } from "#app/domain/program/program.ts";
import type { Formats } from "#app/ui/formats.ts";
import { typedMinor } from "#app/ui/plain-number.ts";
import { whyFormatsOf } from "#app/ui/why-formats.ts";
import { wholeOf } from "./form-values.ts";

export type Preview = { outcome: "earned"; points: number; sentence: string; /** What the thank-you page says of it, in English. */ thankYou: string[] } | { outcome: "incomplete"; reason: string };

/**
 * What a sample order would earn under a program, by the rules that real orders go through: one product of that price, paid,
 * through the online shop, by a customer without a tier and without tags. `version` is the number that the sentence names.
 */
export function previewOrder(program: Program, { amount, rank }: { amount: string; rank: string }, { formats, at, version }: { formats: Formats; at: Date; version: number }): Preview {
  const totalMinor = typedMinor(amount, formats.currency);
  const number = wholeOf(rank);
  if (totalMinor === undefined || totalMinor < 0) return { outcome: "incomplete", reason: "Enter the amount of an order in digits, with a point before its decimals." };
  if (number === undefined || number < 1) return { outcome: "incomplete", reason: "Enter the number of the order, 1 or more." };
  const line = { lineId: "1", productId: null, variantId: null, title: "", quantity: 1, priceMinor: totalMinor, discountMinor: 0, taxMinor: 0, isGiftCard: false };
  const order = {
    orderId: "0", currency: formats.currency, sourceName: "web", isTaxIncluded: true, processedAt: at, paidAt: at, cancelledAt: null, fullyRefundedAt: null, deletedAt: null, shippingMinor: 0, discountMinor: 0, lines: [line], refunds: [], totalMinor, originalTotalMinor: totalMinor, payments: [], isCalledPaid: true,
  };
  const { points, why } = targetOf(order, { version, startsAt: at, isPaused: false, currency: formats.currency, program }, { at, rank: number });
  const sentence = whySentence({ kind: "earn_pending", points, orderName: null, programVersion: version, why: { ...why, before: 0 } as Why }, whyFormatsOf(formats));
  return { outcome: "earned", points, sentence, thankYou: thankYouSentences(program, { points, rank: number, at, formats }) };
}

/** The sentences of the block on the thank-you page for an order of a customer with an account, as a reader of English gets them. */
function thankYouSentences(program: Program, { points, rank, at, formats }: { points: number; rank: number; at: Date; formats: Formats }): string[] {
  const { pointsName, nthOrderMultipliers } = program;
  const { currency, timeZone } = formats;
  const shopper = shopperFormats("en", { pointsName, shopLanguage: "en", currency, timeZone, now: at });
  const order = { processedAt: at, paidAt: at, fulfillments: [] };
  const awaits = pendingAwaits(order, { program, now: at });
  const settlesAt = awaits === null ? settlementInstant(order, { program, timeZone }) : undefined;
  const spendableFrom = settlesAt && settlesAt > at ? settlesAt : null;
  const nextOrder = nextOrderSentence({ rank: rank + 1, multiplier: nthOrderMultipliers[rank] ?? 1 }, shopper);
  return [earnsSentence({ points, spendableFrom, awaits }, shopper), ...(nextOrder === null ? [] : [nextOrder])];
}
