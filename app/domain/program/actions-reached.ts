import { isNth } from "../earning/rules/nth-order-rule.ts";
import type { RankedOrder } from "../points/standing.ts";
import type { NthOrderAction } from "./nth-order-action.ts";
import { programAt, type ProgramVersion } from "./program.ts";

const OLD_NEWS_MS = 48 * 3_600_000;

/**
 * The gifts that a member's counted orders bring by their rank as it is seen now. An order that was placed more than 48 hours
 * ago, or while the program was paused, brings none.
 */
export function actionsReached(counted: RankedOrder[], { versions, now }: { versions: ProgramVersion[]; now: Date }): (RankedOrder & { action: NthOrderAction; version: number })[] {
  return counted.flatMap((ranked) => {
    const version = programAt(versions, ranked.order.processedAt);
    if (!version || version.award || version.isPaused || now.getTime() - ranked.order.processedAt.getTime() > OLD_NEWS_MS) return [];
    return version.program.nthOrderActions.filter((action) => isNth(action, ranked.rank)).map((action) => ({ ...ranked, action, version: version.version }));
  });
}
