import type { OrderId } from "../ids.ts";
import type { Stage } from "./stage.ts";

/** Why a customer has a stage, as data. `rank` is the number of the counted order that the stage begins at. */
export type StageReason =
  | { kind: "no_counted_order" }
  | { kind: "reached"; stage: Exclude<Stage, "prospect">; rank: number; orderId: OrderId }
  | { kind: "before_we_could_see"; stage: Exclude<Stage, "prospect">; rank: number };

const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
const STAGE_WORDS = { first: "First", second: "Second", loyal: "Loyal", champion: "Champion" } as const;

/** "third" for 3, "12th" for 12. */
export function ordinal(rank: number): string {
  const word = ORDINALS[rank - 1];
  if (word) return word;
  const isTeen = rank % 100 >= 11 && rank % 100 <= 13;
  const ending = isTeen ? "th" : (["th", "st", "nd", "rd"][rank % 10] ?? "th");
  return `${rank}${ending}`;
}

/**
 * One sentence that a merchant understands. `since` is the day in the shop's zone, ready to read, and `orderName`
 * the order's name such as "#1042"; either may be missing.
 */
export function stageReasonSentence(reason: StageReason, { since, orderName }: { since?: string; orderName?: string } = {}): string {
  switch (reason.kind) {
    case "no_counted_order":
      return "No counted order yet.";
    case "reached": {
      const when = since ? ` since ${since}` : "";
      return `${STAGE_WORDS[reason.stage]}${when}, when ${orderName ? `order ${orderName}` : "an order"} became the ${ordinal(reason.rank)} counted order.`;
    }
    case "before_we_could_see":
      return `${STAGE_WORDS[reason.stage]}: the ${ordinal(reason.rank)} order was placed before we could see the shop's orders.`;
  }
}
