/** The 97.5 % quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * The 95 % Wilson score interval of a share: `converted` of `eligible`, both whole, 0 <= converted <= eligible.
 *
 * Fractions from 0 to 1, unrounded, without continuity correction; exactly 0 at none and exactly 1 at all. Undefined when
 * nobody is eligible.
 *
 * @see docs/formulas.md#wilson-interval
 */
export function wilsonInterval(converted: number, eligible: number): { low: number; high: number } | undefined {
  if (eligible === 0) return undefined;
  const share = converted / eligible;
  const scale = 1 + Z ** 2 / eligible;
  const centre = (share + Z ** 2 / (2 * eligible)) / scale;
  const reach = (Z / scale) * Math.sqrt((share * (1 - share)) / eligible + Z ** 2 / (4 * eligible ** 2));
  // Rounding of the last digit would otherwise leave 1e-17 where nobody converted.
  return { low: converted === 0 ? 0 : centre - reach, high: converted === eligible ? 1 : centre + reach };
}
