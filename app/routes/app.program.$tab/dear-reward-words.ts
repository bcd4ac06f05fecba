import type { DearReward } from "#app/domain/program/dear-rewards.ts";
import type { Formats } from "#app/ui/formats.ts";

// A point is often worth less than the smallest coin.
const COUNTED = 100;
const COUNTED_MAX = 1_000_000;

/** "100 points buy £2.00 with it, and your books count £1.00 for them." Of more points where less would say the same of both. */
export function dearRewardWords({ buysMinor, bookedMinor }: DearReward, { points, money }: Pick<Formats, "points" | "money">): string {
  let counted = COUNTED;
  const amount = (minor: number) => money(Math.round(minor * counted));
  while (amount(buysMinor) === amount(bookedMinor) && counted < COUNTED_MAX) counted *= 10;
  return `${points(counted)} buy ${amount(buysMinor)} with it, and your books count ${amount(bookedMinor)} for them.`;
}
