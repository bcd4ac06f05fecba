import type { EarnCondition } from "../earning/conditions/earn-condition.ts";
import type { Program } from "./program.ts";

type OfKind<Kind extends EarnCondition["kind"]> = Extract<EarnCondition, { kind: Kind }>;

/** Conditions of a rule that no order and no event can meet together with those before them: where each stands, and why it cannot stay. */
export const unmeetableConditions = ({ earnRules }: Pick<Program, "earnRules">): { path: string; message: string }[] =>
  earnRules.flatMap(({ conditions }, rule) =>
    conditions.flatMap((condition, place) => {
      const clash = clashWith(condition, conditions.slice(0, place));
      if (!clash) return [];
      return [{ path: `earnRules.${rule}.conditions.${place}.${clash.field}`, message: `Another condition of this rule asks for ${clash.other}, so the rule can never be met. Remove one of them.` }];
    }),
  );

// A customer is at one stage and in one tier, an order has one channel and one time; products and tags can be many.
function clashWith(condition: EarnCondition, earlier: EarnCondition[]): { field: string; other: string } | undefined {
  switch (condition.kind) {
    case "stage":
      return isLeftNone(condition.stages, ofKind(earlier, "stage").map(({ stages }) => stages)) ? { field: "stages", other: "other stages" } : undefined;
    case "tier":
      return isLeftNone(condition.tierIds, ofKind(earlier, "tier").map(({ tierIds }) => tierIds)) ? { field: "tierIds", other: "other tiers" } : undefined;
    case "sales_channel":
      return isLeftNone(condition.sources, ofKind(earlier, "sales_channel").map(({ sources }) => sources)) ? { field: "sources", other: "other sales channels" } : undefined;
    case "period":
      return hasNoTimeIn(condition, ofKind(earlier, "period")) ? { field: "from", other: "another time" } : undefined;
    default:
      return undefined;
  }
}

const ofKind = <Kind extends EarnCondition["kind"]>(conditions: EarnCondition[], kind: Kind): OfKind<Kind>[] => conditions.filter((condition): condition is OfKind<Kind> => condition.kind === kind);

const isLeftNone = (chosen: string[], earlier: string[][]): boolean => earlier.length > 0 && !chosen.some((one) => earlier.every((list) => list.includes(one)));

function hasNoTimeIn(period: OfKind<"period">, earlier: OfKind<"period">[]): boolean {
  const instants = (of: "from" | "to") => [period, ...earlier].flatMap((one) => (one[of] ? [Date.parse(one[of])] : []));
  return earlier.length > 0 && Math.max(...instants("from")) >= Math.min(...instants("to"));
}
