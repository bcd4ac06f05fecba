const decimals = new Map<string, number>();

/** Digits behind the point of a currency, by ISO 4217: 2 for GBP, 0 for JPY, 3 for KWD. */
export function decimalsOf(currency: string): number {
  let digits = decimals.get(currency);
  if (digits === undefined) {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    decimals.set(currency, digits);
  }
  return digits;
}

/** "12.50" as the webhooks write it: always all digits of the currency. */
export function fixedAmount(amountMinor: number, currency: string): string {
  const digits = decimalsOf(currency);
  if (digits === 0) return String(amountMinor);
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, "0");
  return `${amountMinor < 0 ? "-" : ""}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** "12.5" and "12.0" as the Admin GraphQL API writes it: no trailing zeros but one. */
export function decimalAmount(amountMinor: number, currency: string): string {
  const fixed = fixedAmount(amountMinor, currency);
  if (!fixed.includes(".")) return `${fixed}.0`;
  const trimmed = fixed.replace(/0+$/, "");
  return trimmed.endsWith(".") ? `${trimmed}0` : trimmed;
}
