import type { Stage } from "../../scoring/stage.ts";
import type { Limit } from "./limit.ts";

/** What is known of a product beside its id; collections by id, tags in lower case. */
export interface ProductFact {
  tags: string[];
  collectionIds: string[];
}

/** The member as of the moment an order was placed or an event happened. */
export interface MemberStanding {
  /** By the counted orders before it. */
  stage: Stage;
  tierId: string | null;
  /** In lower case. */
  customerTags: string[];
  /**
   * How often a rule has earned for this member before, since the beginning of the period that it is limited by (inclusive;
   * null: ever). An event is judged when it is told of: for it, those that happened later in its period and were told of before it count as well.
   */
  usesBefore: (ruleId: string, since: Date | null, per: Limit["per"]) => number;
}

/** An order as it was placed, or an event as it happened: conditions are judged once, on this. */
export interface PlacedOrder {
  /** When the order was placed or the event happened. */
  processedAt: Date;
  timeZone: string;
  sourceName: string | null;
  eligibleMinor: number;
  productIds: string[];
  /** Of the products that a rule asks about; what is missing is not known yet and meets nothing. */
  products: ReadonlyMap<string, ProductFact>;
  member: MemberStanding;
}

/** A member of whom nothing is known yet. */
export const UNKNOWN_MEMBER: MemberStanding = { stage: "prospect", tierId: null, customerTags: [], usesBefore: () => 0 };
