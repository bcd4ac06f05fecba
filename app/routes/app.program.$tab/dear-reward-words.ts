import type { DearReward } from "#app/domain/program/dear-rewards.ts";
import type { Formats } from "#app/ui/formats.ts";

// A point is often worth less than the smallest coin.
const COUNTED = 100;

/** "100 points buy £2.00 with it, and your books count £1.00 for them." */
export function dearRewardWords({ buysMinor, bookedMinor }: DearReward, { points, money }: Pick<Formats, "points" | "money">): string {
  const amount = (minor: number) => money(Math.round(minor * COUNTED));
  return `${points(COUNTED)} buy ${amount(buysMinor)} with it, and your books count ${amount(bookedMinor)} for them.`;
}
