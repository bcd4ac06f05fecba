import type { AwardRefused } from "#app/usecases/award-past-orders.server.ts";
import type { Formats } from "#app/ui/formats.ts";

type Refused = { outcome: Exclude<AwardRefused["outcome"], "nothing_before"> } | { outcome: "nothing_before"; programStartedAt: string | Date } | { outcome: "no_day" };

/** Why past orders can't be awarded from that day, and what to do. */
export function awardRefusal(refused: Refused, formats: Formats): string {
  switch (refused.outcome) {
    case "no_day":
      return "Choose a day.";
    case "no_program":
      return "No program is in force. Publish one first: past orders are awarded by its rules.";
    case "paused":
      return "The program is paused. Resume it first.";
    case "nothing_before":
      return `The program began on ${formats.day(refused.programStartedAt)}, and orders since then earn by it. Choose an earlier day.`;
    case "already_awarded":
      return "Past orders were awarded already. Take that award back first.";
  }
}
