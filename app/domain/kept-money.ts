import { remembered } from "./remembered.ts";

/**
 * Writes amounts of a currency as `write` does, in minor units, of which it has so many `decimals`. Shops have many amounts
 * and few whole ones: of those the text is kept, and the fraction is put into its place, which is where the last digits stand.
 */
export function keptMoney(write: (amountMinor: number) => string, { decimals, keysMax }: { decimals: number; keysMax: number }): (amountMinor: number) => string {
  const [unit, zeros] = [10 ** decimals, "0".repeat(decimals)];
  const written = remembered(write, { keysMax });
  const around = remembered((wholeMinor: number) => {
    const text = write(wholeMinor);
    const at = text.lastIndexOf(zeros);
    return at < 0 ? null : { before: text.slice(0, at), after: text.slice(at + decimals) };
  }, { keysMax });
  return (amountMinor) => {
    const fraction = amountMinor % unit;
    const whole = decimals > 0 && amountMinor >= 0 ? around(amountMinor - fraction) : null;
    // Below nothing, without a fraction, or in other digits than ours.
    return whole ? `${whole.before}${String(fraction).padStart(decimals, "0")}${whole.after}` : written(amountMinor);
  };
}
