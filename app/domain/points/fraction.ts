/** An exact number: points of several rules add up before the fraction is dropped, once, at the end. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Fraction = { numerator: 0n, denominator: 1n };

const DECIMALS = 6;
const SCALE = 10n ** BigInt(DECIMALS);

/** A number with at most six decimals, exactly: 1.5 is 3/2 and not the nearest double. Throws for what is not finite. */
export function fractionOf(value: number): Fraction {
  if (!Number.isFinite(value)) throw new RangeError("not a finite number");
  return { numerator: BigInt(Math.round(value * Number(SCALE))), denominator: SCALE };
}

export const ratio = (numerator: number, denominator: number): Fraction => ({ numerator: BigInt(numerator), denominator: BigInt(denominator) });

export const plus = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.denominator + b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
});

export const times = (a: Fraction, b: Fraction): Fraction => ({ numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator });

/** Whole points: the fraction is dropped. Never negative. */
export function wholeOf({ numerator, denominator }: Fraction): number {
  if (numerator <= 0n) return 0;
  const whole = numerator / denominator;
  if (whole > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError("more points than can be counted");
  return Number(whole);
}
