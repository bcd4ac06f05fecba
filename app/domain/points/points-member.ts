import type { CustomerId, OrderId } from "../ids.ts";
import type { ProgramVersion } from "../program/program.ts";
import type { EntryDraft } from "./entry.ts";
import type { Allocation, Lot } from "./lot.ts";
import type { PointsOrder, SettlingOrder } from "./points-order.ts";
import type { Standing } from "./standing.ts";

/**
 * What the ledger holds for one order and member, in points. `pending + credited - reversed - waived` is what is booked;
 * `compensated` are points spent from its lots that a reversal found elsewhere, gave up or made a debt.
 */
export interface OrderBooking {
  pending: number;
  credited: number;
  reversed: number;
  waived: number;
  compensated: number;
  entries: number;
  /** Facts up to here have been booked at their own times. */
  through: Date | null;
  /** When the points were released and the award rank was decided. Past `through` where a fulfilment that was heard of late moves the latter. */
  settledAt: Date | null;
  /** What it comes to over time, where its entries do not say so because news came late. */
  course: CoursePoint[] | null;
}

export const nothingBooked = (): OrderBooking => ({ pending: 0, credited: 0, reversed: 0, waived: 0, compensated: 0, entries: 0, through: null, settledAt: null, course: null });

/** A member with what is needed to settle; lots and bookings are changed in place. */
export interface PointsMember {
  customerId: CustomerId;
  lots: Lot[];
  debtPoints: number;
  /** Last earning or redemption; rolling expiry counts from here. */
  activeAt: Date | null;
  isClaimed: boolean;
  orders: BookedOrder[];
}

/** An order with what is booked of it for a member. */
export interface BookedOrder {
  order: SettlingOrder;
  booking: OrderBooking;
  /** It belonged to the member once and is somebody else's now. */
  isAnothers?: boolean;
  /** When we heard that it is another customer's than it was: whoever has it now has it from then on in the ledger. */
  changedHandsAt?: Date | null;
}

export interface PointsRules {
  versions: ProgramVersion[];
  timeZone: string;
  now: Date;
  /** From when on waiting points may lapse; null: not at all, because their owners can't be told. */
  lapseStartsAt: Date | null;
  /** The order's number among the member's counted orders as of an instant, by the counting policy in force at `policyAt`; null where it does not count then. */
  rankAt: (orderId: OrderId, at: Date, policyAt: Date) => number | null;
  /** The member as of an order's placement, where the rules ask about more than the order; `fresh` is what this settling has entered so far. */
  standingAt?: (order: PointsOrder, asked: { rankAt: Date; policyAt: Date; rank: number | null; fresh: Fresh[] }) => Standing;
}

/** An entry with the lots that it fills or takes from. */
export interface SettledEntry extends EntryDraft {
  allocations: Allocation[];
  credit: Lot | null;
}

/** So many points of an order more, or less, from an instant on. */
export interface CoursePoint {
  at: Date;
  points: number;
}

/** An order whose points over time are others than its entries say. */
export interface RetoldOrder {
  kind: "retold";
  orderId: OrderId;
  course: CoursePoint[];
}

/** What a settling has found out so far about points towards a tier: what it entered, and orders whose points over time it told anew. */
export type Fresh = SettledEntry | RetoldOrder;

/** An entry that comes from no order, such as a balance that was moved in. */
export interface OrderlessEntry extends SettledEntry {
  orderId: null;
}

/** An instant at which an order's points may change, the instant whose facts decide its rank, and the one whose counting policy does. */
export interface Step {
  at: Date;
  rankAt: Date;
  policyAt: Date;
}
