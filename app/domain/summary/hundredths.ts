/** An amount as themes count money: in hundredths of a unit, whatever decimals the currency has; rounded up. */
export const hundredthsOf = (minor: number, minorPerUnit: number): number => Math.ceil((minor * 100) / minorPerUnit);
