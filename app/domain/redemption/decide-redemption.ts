import type { OrderId } from "../ids.ts";
import { isDiscount } from "./reward-grant.ts";
import type { Redemption, ReturnReason } from "./redemption.ts";

/** An order that carries the code of a redemption. One that was deleted counts as cancelled then. */
export interface CodeCarrier {
  orderId: OrderId;
  paidAt: Date | null;
  cancelledAt: Date | null;
  fullyRefundedAt: Date | null;
}

export type RedemptionStep = { step: "hold"; orderId: OrderId; confirmedAt: Date | null } | { step: "release"; because: ReturnReason } | { step: "none" };

const isUndone = (carrier: CodeCarrier): boolean => carrier.cancelledAt !== null || carrier.fullyRefundedAt !== null;

/** The first order with the code that is neither cancelled nor fully refunded: it holds the points, and its payment confirms them. */
export const holderOf = (carriers: CodeCarrier[]): CodeCarrier | undefined => carriers.find((one) => !isUndone(one));

/**
 * What the orders that carry its code mean for a redemption whose points are not back.
 *
 * An order that still stands holds it, also while the code is being taken back. When the order that used it was undone, the
 * points come back if the reward says so; after a partial refund nothing does. What was given stays used by an order that
 * was undone: Shopify counts its use on. Free shipping of a tier works for any number of orders, so none holds it.
 */
export function decideRedemption(redemption: Redemption, carriers: CodeCarrier[]): RedemptionStep {
  if (!isDiscount(redemption.grant) || redemption.origin === "tier") return { step: "none" };
  const holder = holderOf(carriers);
  if (holder) {
    const isKnown = redemption.state === "used" && redemption.orderId === holder.orderId && redemption.confirmedAt?.getTime() === holder.paidAt?.getTime();
    return isKnown ? { step: "none" } : { step: "hold", orderId: holder.orderId, confirmedAt: holder.paidAt };
  }
  const undone = carriers.at(-1);
  if (!undone || redemption.state === "releasing") return { step: "none" };
  if (!redemption.reward.returnOnCancel || redemption.origin !== "bought") return redemption.state === "used" ? { step: "none" } : { step: "hold", orderId: undone.orderId, confirmedAt: undone.paidAt };
  return { step: "release", because: undone.cancelledAt ? "order_cancelled" : "order_refunded" };
}
