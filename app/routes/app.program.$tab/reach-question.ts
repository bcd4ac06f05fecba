import { z } from "zod";
import type { Program } from "#app/domain/program/program.ts";
import { tierQualification } from "#app/domain/tiers/tier.ts";

const question = z.object({
  tiers: z.array(z.object({ id: z.string().max(40), threshold: z.number().int().min(1).max(1_000_000_000_000) })).max(10),
  qualification: tierQualification,
  costs: z.array(z.number().int().min(1).max(1_000_000_000)).max(50),
});

type ReachQuestion = z.output<typeof question>;

/** What of a program decides whom it reaches, as the search of an address. The same parts give the same text. */
export function reachSearchOf({ tiers, tierQualification: qualification, rewards }: Program): string {
  const asked: ReachQuestion = { tiers: tiers.map(({ id, threshold }) => ({ id, threshold })), qualification, costs: rewards.map((it) => (it.kind === "slider" ? it.minimumPoints : it.costPoints)) };
  return new URLSearchParams({ about: JSON.stringify(asked) }).toString();
}

/** The question of a search; undefined for anything that no form asks. Tiers rise by threshold. */
export function readReachQuestion(search: URLSearchParams): ReachQuestion | undefined {
  try {
    const read = question.safeParse(JSON.parse(search.get("about") ?? ""));
    const isRising = read.data?.tiers.every(({ threshold }, at) => threshold > (read.data.tiers[at - 1]?.threshold ?? 0));
    return read.success && isRising ? read.data : undefined;
  } catch {
    return undefined;
  }
}
