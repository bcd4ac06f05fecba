import { z } from "zod";
import { tier, tierQualification } from "#app/domain/tiers/tier.ts";

const cost = z.number().int().min(1).max(1_000_000_000);

const question = z.object({
  tiers: z.array(z.object({ id: z.string().max(40), threshold: z.number().int().min(1).max(1_000_000_000_000) })).max(10),
  qualification: tierQualification,
  costs: z.array(cost).max(50),
});

type ReachQuestion = z.output<typeof question>;

/**
 * What of a program in a form decides whom it reaches, as the search of an address. Tiers are asked about once all of them can
 * be read, rewards one by one; nothing else in the form matters. The same parts give the same text.
 */
export function reachSearchOf(input: Record<string, unknown>): string {
  const tiers = z.array(tier).safeParse(input["tiers"]).data ?? [];
  const qualification = tierQualification.safeParse(input["tierQualification"]).data;
  const costs = (input["rewards"] as { kind: string; costPoints?: unknown; minimumPoints?: unknown }[])
    .map(({ kind, costPoints, minimumPoints }) => cost.safeParse(kind === "slider" ? minimumPoints : costPoints).data)
    .filter((points) => points !== undefined);
  const asked: ReachQuestion = {
    tiers: qualification && isRising(tiers) ? tiers.map(({ id, threshold }) => ({ id, threshold })) : [],
    qualification: qualification ?? tierQualification.parse({}),
    costs: [...new Set(costs)].sort((a, b) => a - b),
  };
  return new URLSearchParams({ about: JSON.stringify(asked) }).toString();
}

/** The question of a search; undefined for anything that no form asks. Tiers and costs rise. */
export function readReachQuestion(search: URLSearchParams): ReachQuestion | undefined {
  try {
    const { data } = question.safeParse(JSON.parse(search.get("about") ?? ""));
    return data && isRising(data.tiers) && isRising(data.costs.map((threshold) => ({ threshold }))) ? data : undefined;
  } catch {
    return undefined;
  }
}

const isRising = (all: { threshold: number }[]): boolean => all.every(({ threshold }, at) => threshold > (all[at - 1]?.threshold ?? 0));
