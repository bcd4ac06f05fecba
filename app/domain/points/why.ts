import type { EarnedPart } from "../earning/calculate-earned-points.ts";
import type { CustomerId, OrderId } from "../ids.ts";
import type { RedemptionWhy } from "../redemption/redemption-why.ts";

/** Why a customer earned nothing at the time. */
export type Exclusion = "excluded_tag" | "excluded_staff" | "blocked";

/** Why an order earns nothing. */
export type NothingReason = "no_program" | "paused" | "other_currency" | "cancelled" | "fully_refunded" | "deleted" | "not_counted" | "another_customer" | "award_undone" | Exclusion;

/** What an order earns now and what was booked for it before. The rest of the difference is `waived`: not taken back or, below zero, not taken back earlier and therefore not given again. */
export type OrderWhy = Extract<Why, { kind: "earned" | "earns_nothing" }>;

/** The explanation of an entry, as data: what happened and the arithmetic behind it. One sentence is made of it for each reader. */
export type Why =
  | RedemptionWhy
  | {
      kind: "earned";
      rank: number;
      multiplier: number;
      openEligibleMinor: number;
      refundedMinor: number;
      currency: string;
      parts: EarnedPart[];
      points: number;
      before: number;
      /** Where an edit added what is not paid yet. */
      unpaidMinor?: number;
      /** Where the member's tier scaled the sum. */
      tier?: { id: string; name: string; multiplier: number };
      waived?: number;
    }
  | { kind: "event"; event: string; ruleId: string; occurredAt: string }
  | { kind: "earns_nothing"; reason: NothingReason; before: number; waived?: number }
  /** `debtPoints`: what of the points paid a debt and cannot be spent, where there was one. */
  | { kind: "released"; releaseOn: string; debtPoints?: number }
  | { kind: "adjusted"; reason: string; by: string }
  | { kind: "expired"; because: "expired" | "unclaimed"; creditedAt: string }
  /** `pendingPoints`: what was pending and moved along, where settled points moved as well. */
  | { kind: "merged"; otherId: CustomerId; pendingPoints?: number }
  /** An order had come to two customers one after the other who are one now: what it gave twice goes again. */
  | { kind: "given_twice"; otherId: CustomerId }
  /** An erased or deleted customer's points leave the program; `pendingByOrder` says which orders' points were still pending. */
  | { kind: "closed"; because: "erased" | "deleted"; points: number; pendingByOrder: Record<OrderId, number> };
