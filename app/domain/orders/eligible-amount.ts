import { awaitsMoney, SHIPPING_REFUND, type LineFact, type RefundFact } from "./order-fact.ts";

/** Whether tax that the shop's prices include earns points. */
export type AmountBasis = "with_tax" | "without_tax";

/** What of an order decides its eligible amount; money in minor units of the order's currency. */
export interface EligibleOrder {
  isTaxIncluded: boolean;
  lines: LineFact[];
}

/**
 * The same with what was paid for it: a line that was paid for and is taken off leaves money to pay back. `shippingMinor` is before and
 * `discountMinor` with the discount on it, `totalMinor` what Shopify asks for all of it, tips and tax on shipping too, and for all that edits added, also while it
 * is open or was taken off again; `originalTotalMinor` what it cost before. `payments`: none where none is known, as of an order that came by a file.
 * `isCalledPaid`: Shopify says that nothing is open.
 */
export interface RefundableOrder extends EligibleOrder {
  shippingMinor: number;
  discountMinor: number;
  totalMinor: number;
  originalTotalMinor: number;
  paidAt: Date | null;
  payments: Payment[];
  isCalledPaid: boolean;
  refunds: RefundFact[];
}

/** Money that came for an order, in its currency. `at`: an instant in UTC, as text. */
export interface Payment {
  at: string;
  amountMinor: number;
}

/**
 * What is left of each line, in the order of the lines. A gift card earns nothing, but money that is paid back may be its. `leftMinor` may earn;
 * `costMinor` is what it cost the shopper, with the tax that `leftMinor` leaves out.
 */
interface OpenLine {
  lineId: string;
  canEarn: boolean;
  leftMinor: number;
  costMinor: number;
}

/**
 * The amount of an order that earns: line prices as the shopper saw them, after discounts, without shipping and without
 * gift-card lines. Tax is in it where the shop's prices include it, unless `basis` leaves it out. Never negative.
 *
 * @see docs/formulas.md#eligible-amount
 */
export function eligibleAmountMinor(order: EligibleOrder, basis: AmountBasis): number {
  return earningOf(openLines(order, basis));
}

/**
 * How much of the eligible amount refunds had taken back by an instant, between 0 and the eligible amount. A refund's lines reduce those lines
 * by their refunded subtotal; what it pays beyond its lines, and a refund without lines, is spread over all lines, gift
 * cards among them, in proportion to what is left of their cost with tax (largest remainder, ties by line id), and takes of a line
 * what it takes of its cost, in proportion. A refund of shipping reduces nothing, and a refund
 * whose transactions failed or are still pending nothing yet. One that pays nothing, as an order edit makes it, reduces its lines; where they had
 * been paid for, the money that goes back for them, before or afterwards, is not spread once more.
 *
 * @see docs/decisions/0029-money-of-lines-taken-off.md
 */
export function refundedEligibleMinor(order: RefundableOrder, at: Date, basis: AmountBasis): number {
  const refunds = refundsUntil(order, at);
  if (refunds.length === 0) return 0;
  return eligibleAmountMinor(order, basis) - earningOf(linesAfter(order, refunds, basis));
}

/**
 * How much of what refunds left of the eligible amount edits added and nobody had paid as of an instant; what was taken off in exchange is set
 * against it. Nobody says when a line was added, so it is open from the beginning, until it is paid or something is taken off for it. The
 * newest lines are unpaid first. Where Shopify calls the order paid, what
 * its known payments leave open was paid with the first of them.
 *
 * @see docs/decisions/0031-orders-that-are-edited.md
 */
export function unpaidEligibleMinor(order: RefundableOrder, at: Date, basis: AmountBasis): number {
  const { payments } = order;
  const refunds = refundsUntil(order, at);
  const unheardMinor = order.isCalledPaid ? Math.max(0, addedMinor(order, { payments, refunds: order.refunds })) : 0;
  let openMinor = addedMinor(order, { payments: payments.filter((one) => new Date(one.at) <= at), refunds }) - unheardMinor;
  if (openMinor <= 0) return 0;
  const lines = linesAfter(order, refunds, basis);
  const before = earningOf(lines);
  for (const line of lines.toSorted((a, b) => compareIds(b.lineId, a.lineId))) {
    const takenMinor = Math.min(openMinor, line.costMinor);
    takeOff(line, takenMinor);
    openMinor -= takenMinor;
  }
  return before - earningOf(lines);
}

// Those that had been made by then, whatever became of them since.
const refundsUntil = ({ refunds }: RefundableOrder, at: Date): RefundFact[] => refunds.filter(({ createdAt }) => new Date(createdAt) <= at);

// What edits added beyond what the order cost at first and was paid, less what was taken off for it.
function addedMinor(order: RefundableOrder, { payments, refunds }: { payments: Payment[]; refunds: RefundFact[] }): number {
  const counted = refunds.filter((one) => !awaitsMoney(one));
  return order.totalMinor - Math.max(order.originalTotalMinor, sumOfPayments(payments)) - sumOfExplained(counted.filter(paysNothing), order) - setOffMinor(order, counted);
}

const sumOfPayments = (payments: Payment[]) => payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

function linesAfter(order: RefundableOrder, refunds: RefundFact[], basis: AmountBasis): OpenLine[] {
  const counted = refunds.filter((one) => !awaitsMoney(one)).toSorted(byTime);
  const lines = openLines(order, basis);
  let owedMinor = owedForLinesMinor(order, counted);
  for (const refund of counted) {
    reduceLines(lines, refund, { isTaxIncluded: order.isTaxIncluded, basis });
    const beyondMinor = Math.max(0, refund.amountMinor - explainedMinor(refund, order));
    const settledMinor = Math.min(owedMinor, beyondMinor);
    owedMinor -= settledMinor;
    spread(lines, beyondMinor - settledMinor);
  }
  return lines;
}

/**
 * What is to be paid back for lines that were taken off without money. What had not been paid yet is taken off first: lines that an edit
 * added, an exchange among them. Where no payment is known, only what was taken off after the order was paid counts.
 */
function owedForLinesMinor(order: RefundableOrder, refunds: RefundFact[]): number {
  const { paidAt, payments } = order;
  const moneyless = refunds.filter(paysNothing);
  if (payments.length === 0) return paidAt === null ? 0 : sumOfExplained(moneyless.filter(({ createdAt }) => new Date(createdAt) > paidAt), order);
  const unpaidMinor = Math.max(0, Math.max(order.totalMinor, orderCostMinor(order)) - sumOfPayments(payments) - setOffMinor(order, refunds));
  return Math.max(0, sumOfExplained(moneyless, order) - unpaidMinor);
}

const paysNothing = ({ amountMinor }: RefundFact): boolean => amountMinor === 0;

// What refunds paid less than their lines had cost was set against the unpaid, as the difference of an exchange.
const setOffMinor = (order: RefundableOrder, refunds: RefundFact[]): number =>
  refunds.filter((refund) => !paysNothing(refund)).reduce((sum, refund) => sum + Math.max(0, explainedMinor(refund, order) - refund.amountMinor), 0);

const sumOfExplained = (refunds: RefundFact[], order: RefundableOrder) => refunds.reduce((sum, refund) => sum + explainedMinor(refund, order), 0);

// What all lines that the order ever had, and sending them, cost the shopper.
function orderCostMinor({ lines, isTaxIncluded, shippingMinor, discountMinor }: RefundableOrder): number {
  const ofLinesMinor = lines.reduce((sum, line) => sum + line.discountMinor, 0);
  return lines.reduce((sum, line) => sum + line.priceMinor * line.quantity + (isTaxIncluded ? 0 : line.taxMinor), shippingMinor - Math.max(discountMinor, ofLinesMinor));
}

// What the lines and the shipping of a refund had cost the shopper.
const explainedMinor = (refund: RefundFact, { isTaxIncluded }: EligibleOrder): number =>
  (refund.lines ?? []).reduce((sum, part) => sum + part.subtotalMinor + (isTaxIncluded ? 0 : part.taxMinor), refundedShippingMinor(refund));

const byTime = (a: RefundFact, b: RefundFact) => a.createdAt.localeCompare(b.createdAt) || compareIds(a.refundId, b.refundId);
const compareIds = (a: string, b: string) => (BigInt(a) < BigInt(b) ? -1 : 1);
const earningOf = (lines: OpenLine[]) => lines.reduce((sum, line) => sum + (line.canEarn ? line.leftMinor : 0), 0);

function openLines(order: EligibleOrder, basis: AmountBasis): OpenLine[] {
  return order.lines.map((line) => {
    const priceMinor = line.priceMinor * line.quantity - line.discountMinor;
    const taxInside = basis === "without_tax" && order.isTaxIncluded ? line.taxMinor : 0;
    const costMinor = priceMinor + (order.isTaxIncluded ? 0 : line.taxMinor);
    return { lineId: line.lineId, canEarn: !line.isGiftCard, leftMinor: Math.max(0, priceMinor - taxInside), costMinor: Math.max(0, costMinor) };
  });
}

function reduceLines(lines: OpenLine[], refund: RefundFact, { isTaxIncluded, basis }: { isTaxIncluded: boolean; basis: AmountBasis }): void {
  for (const part of refund.lines ?? []) {
    const line = lines.find((one) => one.lineId === part.lineId);
    const taxInside = basis === "without_tax" && isTaxIncluded ? part.taxMinor : 0;
    if (!line) continue;
    line.leftMinor = Math.max(0, line.leftMinor - (part.subtotalMinor - taxInside));
    line.costMinor = Math.max(0, line.costMinor - part.subtotalMinor - (isTaxIncluded ? 0 : part.taxMinor));
  }
}

const refundedShippingMinor = (refund: RefundFact): number =>
  (refund.adjustments ?? [])
    .filter((one) => one.kind === SHIPPING_REFUND)
    .reduce((sum, one) => sum + Math.abs(one.amountMinor) + Math.abs(one.taxMinor), 0);

function spread(lines: OpenLine[], paidBackMinor: number): void {
  const total = lines.reduce((sum, line) => sum + line.costMinor, 0);
  const amountMinor = Math.min(paidBackMinor, total);
  if (total === 0 || amountMinor === 0) return;
  const shares = lines.map((line) => {
    const exact = BigInt(amountMinor) * BigInt(line.costMinor);
    return { line, part: Number(exact / BigInt(total)), remainder: exact % BigInt(total) };
  });
  let left = amountMinor - shares.reduce((sum, share) => sum + share.part, 0);
  shares.sort((a, b) => (a.remainder === b.remainder ? compareIds(a.line.lineId, b.line.lineId) : a.remainder > b.remainder ? -1 : 1));
  for (const share of shares) {
    const extra = left > 0 ? 1 : 0;
    left -= extra;
    takeOff(share.line, share.part + extra);
  }
}

// Takes a part of what a line cost, and the same part of what may earn, to the nearest minor unit.
function takeOff(line: OpenLine, amountMinor: number): void {
  if (amountMinor === 0) return;
  const restMinor = line.costMinor - amountMinor;
  line.leftMinor = Math.round((line.leftMinor * restMinor) / line.costMinor);
  line.costMinor = restMinor;
}
