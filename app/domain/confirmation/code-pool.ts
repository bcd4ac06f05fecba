import { addDays, localDay, startOfDay } from "../time.ts";

/** How many codes are held ready for coming orders: refilled to `full` as soon as no more than `low` are left. */
export interface PoolSize {
  low: number;
  full: number;
}

const FLOOR = 2_500;
const HEADROOM_MIN = 250;
const PRINTED_DAYS = 30;

/**
 * The pool of a shop whose busiest hour had so many orders: never under 2,500 or two such hours. It is refilled at half, and
 * half lies a tenth above the floor, so that the floor holds while Shopify takes the next codes in.
 */
export function poolSize(busiestHourOrders: number): PoolSize {
  const floor = Math.max(FLOOR, 2 * busiestHourOrders);
  const low = floor + Math.max(HEADROOM_MIN, Math.ceil(floor / 10));
  return { low, full: 2 * low };
}

/** The numbers, first and last, whose codes are to be made now; undefined while enough are ready. `madeUpTo`: the highest number with a code; `reached`: the highest number that an order has. */
export function numbersToMake({ reached, madeUpTo, size }: { reached: number; madeUpTo: number; size: PoolSize }): { from: number; to: number } | undefined {
  const from = Math.max(reached, madeUpTo) + 1;
  if (from - 1 - reached > size.low) return undefined;
  return { from, to: reached + size.full };
}

/** The number in an order's name, such as 1001 in #1001; undefined where the name holds none, or several. */
export function orderNumberIn(name: string | null): number | undefined {
  const runs = name?.match(/\d+/g) ?? [];
  const number = Number(runs[0]);
  return runs.length === 1 && Number.isSafeInteger(number) && number > 0 && number < 1e12 ? number : undefined;
}

const LEAP = 1_000;

/** The highest order number among a shop's latest orders' names. One far above the others was given by hand or by an import, and does not count. */
export function reachedNumber(names: readonly (string | null)[]): number | undefined {
  const numbers = names.map(orderNumberIn).filter((one) => one !== undefined).toSorted((a, b) => a - b);
  const middle = numbers[Math.floor(numbers.length / 2)];
  return middle === undefined ? undefined : numbers.findLast((one) => one <= middle + LEAP);
}

/** The ISO week of an instant on the shop's clocks, such as 2026-W47, and when codes printed in it end: 30 days after its Sunday, exclusive. */
export function printWeek(at: Date, timeZone: string): { week: string; endsAt: Date } {
  const day = localDay(at, timeZone);
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  const [thursday, sunday] = [addDays(day, 3 - weekday), addDays(day, 6 - weekday)];
  const year = thursday.slice(0, 4);
  const number = 1 + Math.floor((Date.parse(thursday) - Date.parse(`${year}-01-01`)) / (7 * 86_400_000));
  return { week: `${year}-W${String(number).padStart(2, "0")}`, endsAt: startOfDay(addDays(sunday, PRINTED_DAYS + 1), timeZone) };
}

/** What a discount of printed codes is called in Shopify, which tells it from others. */
export const printDiscountTitle = ({ week, edition }: { week: string; edition: number }): string => `Order confirmations ${week}${edition > 1 ? ` (${edition})` : ""}`;

export const isPrintDiscount = (title: string | undefined): boolean => title?.startsWith("Order confirmations ") ?? false;

/** The part of a printed code before its twelve digits; it names the key, so that codes of two keys never meet. */
export const printPrefix = (keyVersion: number): string => `THP${keyVersion}-`;

/** The printed code of an order number. `hash` is hex: the number's HMAC by the key. */
export const printedCode = (keyVersion: number, hash: string): string => printPrefix(keyVersion) + hash.slice(0, 12).toUpperCase();
