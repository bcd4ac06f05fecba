// Nearly every amount: no sign, at most two decimals, few enough digits for a product with 100 to be exact after rounding.
const PLAIN_AMOUNT = /^\d{1,12}(?:\.\d{1,2})?$/;
const AMOUNT = /^(-?)(\d+)(?:\.(\d+))?$/;
const MINOR_MAX = Number.MAX_SAFE_INTEGER;
const decimalsByCurrency = new Map<string, number>();

/** How many decimals a currency has: 0 for JPY, 2 for GBP, 3 for KWD. Throws for what is no ISO 4217 code. */
export function decimalsOf(currency: string): number {
  let decimals = decimalsByCurrency.get(currency);
  if (decimals === undefined) {
    if (!/^[A-Z]{3}$/.test(currency)) throw new Error("not a currency code");
    decimals = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
    decimalsByCurrency.set(currency, decimals);
  }
  return decimals;
}

/**
 * Integer minor units of a decimal amount in a currency.
 *
 * Digits past the currency's own are rounded half up, away from zero: "1.005" GBP is 101.
 * Throws for what is no plain decimal (also exponents and NaN) and for more than 2^53 - 1 minor units.
 */
export function toMinor(amount: string | number, currency: string): number {
  const decimals = decimalsOf(currency);
  if (decimals === 2 && typeof amount === "string" && PLAIN_AMOUNT.test(amount)) return Math.round(Number(amount) * 100);
  const match = AMOUNT.exec(String(amount).trim());
  if (!match) throw new Error("not a decimal amount");
  const [, sign, whole = "0", fraction = ""] = match;
  const kept = fraction.slice(0, decimals).padEnd(decimals, "0");
  const isRoundedUp = (fraction[decimals] ?? "0") >= "5";
  const minor = Number(whole + kept) + (isRoundedUp ? 1 : 0);
  if (minor > MINOR_MAX) throw new Error("the amount is too large");
  return sign && minor !== 0 ? -minor : minor;
}

/** The decimal amount of minor units, as Shopify takes it: 1050 GBP is "10.50", 1050 JPY is "1050". */
export function toDecimal(minor: number, currency: string): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, "0");
  const amount = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return minor < 0 ? `-${amount}` : amount;
}
