/** Spreads an amount over parts in proportion to their weights, to the last minor unit: largest remainder, ties by place. All zero: nothing is spread. */
export function spreadMinor(amountMinor: number, weights: number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0 || amountMinor <= 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (amountMinor * weight) / total);
  const parts = exact.map(Math.floor);
  const left = amountMinor - parts.reduce((sum, part) => sum + part, 0);
  const places = exact.map((part, at) => ({ at, rest: part - Math.floor(part) })).sort((a, b) => b.rest - a.rest || a.at - b.at);
  for (const { at } of places.slice(0, left)) parts[at]! += 1;
  return parts;
}
