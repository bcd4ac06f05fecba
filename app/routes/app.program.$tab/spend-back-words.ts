import type { Program } from "#app/domain/program/program.ts";
import { spendBackOf } from "#app/domain/program/spend-back.ts";
import { ordinal } from "#app/domain/scoring/stage-reason.ts";
import type { Formats } from "#app/ui/formats.ts";

/** "1% of what is spent comes back, up to 3% on the third order."; undefined where it can't be worked out for every order. */
export function spendBackWords(program: Program, { locale }: Pick<Formats, "locale">): string | undefined {
  const back = spendBackOf(program);
  if (!back) return undefined;
  // Two decimals, or two digits of what is smaller.
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2, maximumSignificantDigits: 2, roundingPriority: "morePrecision" });
  const part = (word: string, { share, ranks }: { share: number; ranks: number[] }) => `, ${word} ${percent.format(share)} on ${ordersWords(ranks)}`;
  const sentence = `${percent.format(back.usual)} of what is spent comes back${back.most ? part("up to", back.most) : ""}${back.least ? part("down to", back.least) : ""}.`;
  return back.isMorePossible ? `${sentence} Rules with conditions, fixed numbers of points and tiers come on top.` : sentence;
}

const NAMED_MAX = 3;

function ordersWords(ranks: number[]): string {
  if (ranks.length > NAMED_MAX) return `${ranks.length} of the first orders`;
  const names = ranks.map((rank) => `the ${ordinal(rank)}`);
  return `${names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0]} order`;
}
