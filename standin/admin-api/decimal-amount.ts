import { decimalsOf } from "#standin/shop/money.ts";

/** Minor units of a decimal amount as it comes in an input. */
export const minorOf = (amount: string | number, currency: string): number => Math.round(Number(amount) * 10 ** decimalsOf(currency));
