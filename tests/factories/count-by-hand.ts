import type { HistoricOrder } from "./real-history.ts";

const DAY_MS = 86_400_000;

/** Each customer's order times up to an instant, oldest first: everything below is counted from these, without the product's code. */
export function timesByCustomer(history: readonly HistoricOrder[], asOfMs: number): number[][] {
  return Object.values(Object.groupBy(history.filter(({ at }) => at <= asOfMs), ({ customerId }) => customerId)).map((orders = []) => orders.map(({ at }) => at));
}

/** The summary of paid orders in pounds under the policy of a fresh installation; gaps apart, because they are compared up to rounding. */
export function summaryByHand(history: readonly HistoricOrder[], asOfMs: number) {
  const customers = timesByCustomer(history, asOfMs);
  const atLeast = (n: number) => customers.filter((times) => times.length >= n).length;
  const orders = history.filter(({ at }) => at <= asOfMs);
  const revenue = orders.reduce((sum, { totalMinor }) => sum + totalMinor, 0);
  return {
    orders: orders.length,
    customers: customers.length,
    customersWithAtLeast: { "2": atLeast(2), "3": atLeast(3), "4": atLeast(4) },
    repeatRate: customers.length === 0 ? null : atLeast(2) / customers.length,
    averageOrderValueMinor: orders.length === 0 ? null : Math.floor(revenue / orders.length + 0.5),
    currency: "GBP",
    stages: { prospect: 0, first: atLeast(1) - atLeast(2), second: atLeast(2) - atLeast(3), loyal: atLeast(3) - atLeast(6), champion: atLeast(6) },
  };
}

/** Median days from order k to the next, at index k - 1. */
export function medianGapsByHand(history: readonly HistoricOrder[], asOfMs: number): number[] {
  const customers = timesByCustomer(history, asOfMs);
  return Array.from({ length: Math.max(0, ...customers.map((times) => times.length - 1)) }, (_, index) =>
    median(customers.filter((times) => times.length > index + 1).map((times) => (times[index + 1]! - times[index]!) / DAY_MS)),
  );
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** From each order to the next: who was eligible, who went on, and the bounds of the interval (null where nobody was eligible). */
export function stepsByHand(history: readonly HistoricOrder[], asOfMs: number, withinDays: number | null) {
  const customers = timesByCustomer(history, asOfMs);
  return Array.from({ length: Math.max(0, ...customers.map((times) => times.length)) }, (_, index) => {
    const reached = customers.filter((times) => times.length > index && (withinDays === null || times[index]! <= asOfMs - withinDays * DAY_MS));
    const wentOn = reached.filter((times) => times.length > index + 1 && (withinDays === null || times[index + 1]! - times[index]! <= withinDays * DAY_MS));
    const [eligible, converted] = [reached.length, wentOn.length];
    const [low, high] = eligible === 0 ? [null, null] : wilsonByHand(converted, eligible);
    return { from: index + 1, to: index + 2, eligible, converted, rate: eligible === 0 ? null : converted / eligible, low, high };
  });
}

/** The roots of (p - share)² = z² p (1 - p) / n, solved as a quadratic. */
function wilsonByHand(converted: number, n: number): [number, number] {
  const z2 = 1.959963984540054 ** 2;
  const share = converted / n;
  const [a, b, c] = [1 + z2 / n, -(2 * share + z2 / n), share ** 2];
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  return [(-b - root) / (2 * a), (-b + root) / (2 * a)];
}
