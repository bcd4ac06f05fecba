import { decimalsOf, toMinor } from "#app/domain/money.ts";

const GROUPED = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;
const COMMA_BEFORE_DECIMALS = /^([+-]?\d+),(\d{1,2})$/;
const COMMA_AFTER_ZERO = /^([+-]?0),(\d+)$/;

/**
 * A number as it is typed, with a point for its decimals: "1,234.50" is 1234.50, and "0,5" as half of Europe writes it is 0.5.
 * A comma stands for thousands where a group of three follows one to three digits that don't begin with zero; for decimals
 * before one or two last digits, and after a lone zero: "0,005" is a part of a unit, never 5. Anything else stays as it is.
 */
export function plainNumber(text: string): string {
  const typed = text.trim();
  if (GROUPED.test(typed)) return typed.replaceAll(",", "");
  return typed.replace(COMMA_BEFORE_DECIMALS, "$1.$2").replace(COMMA_AFTER_ZERO, "$1.$2");
}

/** A whole number as it is typed, its thousands set off by commas or blanks or not at all, with a minus of either kind; NaN for anything else. "1,5" is none. */
export function wholeNumber(text: string): number {
  const typed = text.trim().replace("−", "-");
  return /^[+-]?(\d+|[1-9]\d{0,2}([,\s]\d{3})+)$/.test(typed) ? Number(typed.replaceAll(/[,\s]/g, "")) : Number.NaN;
}

/**
 * Minor units of an amount as it is typed; undefined for what is none, and where it has more decimals than the currency: what
 * nobody can pay is refused rather than rounded, and "1.000" is not taken for one pound.
 */
export function typedMinor(text: string, currency: string): number | undefined {
  const plain = plainNumber(text);
  const decimals = /\.(\d*)$/.exec(plain)?.[1]?.length ?? 0;
  if (decimals > decimalsOf(currency)) return undefined;
  try {
    return toMinor(plain, currency);
  } catch {
    return undefined;
  }
}
