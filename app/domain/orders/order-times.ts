import type { OrderFact, RefundFact, TransactionFact } from "./order-fact.ts";

/** When an order was paid and when its refunds completed it, and how much went back, in minor units of its currency. */
export interface OrderTimes {
  paidAt: string | null;
  fullyRefundedAt: string | null;
  refundedMinor: number;
}

type Dated = Pick<OrderFact, "processedAt" | "totalMinor" | "originalTotalMinor" | "isPaidSeen" | "refundedSeenAt" | "transactions" | "refunds">;

/**
 * What `order_times` in SQL says of an order of which nothing else is known than this version. History is read by the
 * million: to be written at once as it is, an order needs these times before the database has seen it. A test holds both
 * against each other. Instants are ISO texts in UTC, which compare as they stand.
 */
export function orderTimesOf({ processedAt, totalMinor, originalTotalMinor, isPaidSeen, refundedSeenAt, transactions, refunds }: Dated): OrderTimes {
  const paid = completion(transactions.filter(isPayment).map(paymentStep), originalTotalMinor);
  const refunded = refunds.length === 0 ? NOTHING : completion(refunds.map(refundStep), totalMinor);
  // While what an edit added is open, no status says that the order was paid; its payments do.
  const isPaid = isPaidSeen || (originalTotalMinor < totalMinor && paid.completedAt !== null);
  const paidAt = originalTotalMinor <= 0 ? processedAt : (paid.completedAt ?? paid.lastAt ?? processedAt);
  return {
    paidAt: isPaid ? paidAt : null,
    fullyRefundedAt: (totalMinor > 0 ? refunded.completedAt : null) ?? (refundedSeenAt === null ? null : (refunded.lastAt ?? refundedSeenAt)),
    refundedMinor: refunded.mostMinor,
  };
}

interface Step {
  at: string;
  id: string;
  amountMinor: number;
}

// `is_payment` in SQL.
const isPayment = ({ status, kind }: TransactionFact): boolean => status === "success" && (kind === "sale" || kind === "capture");
const paymentStep = ({ processedAt, transactionId, amountMinor }: TransactionFact): Step => ({ at: processedAt, id: transactionId, amountMinor });
const refundStep = ({ createdAt, refundId, amountMinor }: RefundFact): Step => ({ at: createdAt, id: refundId, amountMinor });

interface Completion {
  completedAt: string | null;
  lastAt: string | null;
  mostMinor: number;
}

const NOTHING: Completion = { completedAt: null, lastAt: null, mostMinor: 0 };

// The step that brings the sum to the total, the last step, and the most that the sum ever was.
function completion(steps: Step[], totalMinor: number): Completion {
  let soFarMinor = 0;
  let completedAt: string | null = null;
  let mostMinor = -Infinity;
  const sorted = steps.length < 2 ? steps : steps.toSorted(byTime);
  for (const { at, amountMinor } of sorted) {
    soFarMinor += amountMinor;
    if (soFarMinor >= totalMinor) completedAt ??= at;
    mostMinor = Math.max(mostMinor, soFarMinor);
  }
  const last = sorted.at(-1);
  return last ? { completedAt, lastAt: last.at, mostMinor } : NOTHING;
}

const byTime = (a: Step, b: Step): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
