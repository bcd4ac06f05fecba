import type { CustomerId, OrderId } from "../ids.ts";

/** Tags that were added to a customer, or removed, at an instant (ISO text). */
export interface CustomerTagFact {
  customerId: CustomerId;
  tags: string[];
  isAdded: boolean;
  at: string;
}

/** Facts about a person as one delivery or read says them. `updatedAt` null: a mention without a version, which never replaces one that has. */
export interface CustomerFact {
  customerId: CustomerId;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  /** Keyed hash of the e-mail, hex; joins orders that came without a customer. */
  emailHash: string | null;
  /** Shopify's `state` in lower case: "enabled" once the customer has signed in. */
  accountState: string | null;
  createdAt: string | null;
  updatedAt: string | null;
}

/** One line of an order. Prices in minor units of the order's currency: `priceMinor` for one, `discountMinor` and `taxMinor` for all of the line. */
export interface LineFact {
  lineId: string;
  productId: string | null;
  variantId: string | null;
  title: string;
  quantity: number;
  priceMinor: number;
  discountMinor: number;
  taxMinor: number;
  isGiftCard: boolean;
}

/** A parcel; `status` as Shopify names it, in lower case. `cancelledAt` where it was cancelled and is known since when. */
export interface FulfillmentFact {
  fulfillmentId: string;
  status: string | null;
  createdAt: string | null;
  cancelledAt?: string;
}

/** Shopify gives no instant of a cancellation: it is the last change of a parcel, after which nothing happens to it. */
export const cancellationOf = (status: string | null, updatedAt: string | null | undefined): Pick<FulfillmentFact, "cancelledAt"> =>
  status === "cancelled" && updatedAt ? { cancelledAt: updatedAt } : {};

/** A payment; `kind` and `status` as Shopify names them, in lower case. */
export interface TransactionFact {
  orderId: OrderId;
  transactionId: string;
  kind: string;
  status: string;
  amountMinor: number;
  currency: string;
  processedAt: string;
  gateway: string | null;
  parentId: string | null;
}

/**
 * A refund. `amountMinor` is what its successful transactions paid back; `lines` and `adjustments` null: not read yet.
 *
 * `transactionIds` are those by which its money is to go back, whatever became of them: none for an order edit, and none where
 * they were not read. `isPaidBack`: one of them succeeded.
 */
export interface RefundFact {
  orderId: OrderId;
  refundId: string;
  createdAt: string;
  amountMinor: number;
  transactionIds: string[];
  isPaidBack: boolean;
  lines: { lineId: string; quantity: number; subtotalMinor: number; taxMinor: number }[] | null;
  adjustments: RefundAdjustment[] | null;
}

/** What a refund pays beyond its lines, as far as Shopify explains it. Money given back is negative; tax comes on top of the amount. */
export interface RefundAdjustment {
  kind: string | null;
  amountMinor: number;
  taxMinor: number;
}

/** The kind of an adjustment that is refunded shipping, in whichever shape it was told. */
export const SHIPPING_REFUND = "shipping_refund";
/** The kind of every other adjustment: a difference between what was worked out and what was paid back. */
export const REFUND_DISCREPANCY = "refund_discrepancy";

/** Whether a refund was only tried: it has transactions, and none of them succeeded so far. */
export const awaitsMoney = ({ transactionIds, isPaidBack }: RefundFact): boolean => transactionIds.length > 0 && !isPaidBack;

/**
 * One version of an order, whatever brought it. Instants are ISO texts in UTC; money is in minor units of `currency`.
 *
 * `readAt` is when Shopify was asked, null for a delivery: of two versions of one second the one that was read is kept.
 * `isPaidSeen` and `refundedSeenAt` say that this version's status speaks of payment or full refund. `originalTotalMinor`: what the
 * order cost before anybody edited it, as far as this version knows; the least of all versions is right.
 */
export interface OrderFact {
  orderId: OrderId;
  name: string | null;
  customer: CustomerFact | null;
  /** Of an order without a customer only: keyed hash of its e-mail, hex. */
  emailHash: string | null;
  createdAt: string;
  processedAt: string;
  updatedAt: string;
  readAt: string | null;
  versionHash: string;
  cancelledAt: string | null;
  financialStatus: string | null;
  isPaidSeen: boolean;
  refundedSeenAt: string | null;
  isTest: boolean;
  sourceName: string | null;
  tags: string[];
  currency: string;
  isTaxIncluded: boolean;
  totalMinor: number;
  originalTotalMinor: number;
  subtotalMinor: number;
  discountMinor: number;
  taxMinor: number;
  shippingMinor: number;
  discountCodes: string[];
  checkoutTokenHash: string | null;
  fulfillmentStatus: string | null;
  fulfillments: FulfillmentFact[];
  lines: LineFact[];
  transactions: TransactionFact[];
  refunds: RefundFact[];
}

/** Whether a financial status says that the order was paid once, whatever happened since. */
export const saysPaid = (financialStatus: string | null): boolean =>
  financialStatus === "paid" || financialStatus === "partially_refunded" || financialStatus === "refunded";
