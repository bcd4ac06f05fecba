import { isNth } from "../earning/rules/nth-order-rule.ts";
import type { RankedOrder } from "../points/standing.ts";
import type { NthOrderAction } from "./nth-order-action.ts";
import { programAt, type Program, type ProgramVersion } from "./program.ts";

/** A gift that an order brings, by the rules in force when it was placed. */
export interface ActionReached extends RankedOrder {
  action: NthOrderAction;
  version: number;
  program: Program;
}

/**
 * The gifts that a member's counted orders bring by their rank as it is seen now. Only orders of which there is news bring
 * any (`newsIds`), and none that was placed while the program was paused.
 */
export function actionsReached(counted: RankedOrder[], { versions, newsIds }: { versions: ProgramVersion[]; newsIds: ReadonlySet<string> }): ActionReached[] {
  return counted.flatMap((ranked) => {
    const found = newsIds.has(ranked.order.orderId) ? programAt(versions, ranked.order.processedAt) : undefined;
    if (!found || found.award || found.isPaused) return [];
    const { version, program } = found;
    return program.nthOrderActions.filter((action) => isNth(action, ranked.rank)).map((action) => ({ ...ranked, action, version, program }));
  });
}
