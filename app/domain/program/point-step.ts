import { decimalsOf } from "../money.ts";

// A hundred or more of these make a dollar although they have decimals; of the second many thousands. Those without
// decimals need no place in the first.
const IN_HUNDREDS = new Set([
  "AMD", "AOA", "ARS", "BDT", "CDF", "COP", "CRC", "DZD", "ETB", "GYD", "HTG", "HUF", "JMD", "KES", "KZT", "LKR", "LRD", "MNT", "MWK", "NGN", "NPR", "PKR", "RSD", "SDG", "SSP", "TZS", "VES",
]);
const IN_TEN_THOUSANDS = new Set(["GNF", "IDR", "IRR", "KHR", "LAK", "LBP", "PYG", "UZS", "VND"]);

/**
 * For how much spent a program without rules of its own starts with one point, in minor units: one whole unit of the
 * currency (£1.00), a hundred where one buys next to nothing (¥100, as in all currencies without decimals), or ten
 * thousand (₫10,000). A point for each single yen would come to numbers that nobody can read.
 */
export function pointStepMinor(currency: string): number {
  const decimals = decimalsOf(currency);
  const units = IN_TEN_THOUSANDS.has(currency) ? 10_000 : decimals === 0 || IN_HUNDREDS.has(currency) ? 100 : 1;
  return units * 10 ** decimals;
}

/** What a point is worth then, in minor units: a hundredth of what was spent for it, in every currency. */
export const startingValueMinor = (currency: string): number => pointStepMinor(currency) / 100;
