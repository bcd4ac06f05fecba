import { orderTimesOf } from "#app/domain/orders/order-times.ts";
import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { OrderFact, RefundFact, TransactionFact } from "#app/domain/orders/order-fact.ts";
import { CopyLines, copyText, copyTextOrNull } from "#app/platform/copy-lines.server.ts";
import { plainValue } from "#app/platform/rows-relation.ts";

/** The columns of `orders` that a piece writes, in the order of its lines. */
export const ORDER_COLUMNS = [
  "shop_id", "order_id", "customer_id", "customer_version_at", "first_customer_id", "first_customer_version_at", "email_hash", "name", "created_at", "processed_at",
  "updated_at", "read_at", "version_hash", "cancelled_at", "financial_status", "is_paid_seen", "refunded_seen_at", "is_test", "source_name", "tags", "currency",
  "is_tax_included", "total_minor", "original_total_minor", "subtotal_minor", "discount_minor", "tax_minor", "shipping_minor", "discount_codes", "checkout_token_hash", "fulfillment_status",
  "fulfillments", "lines", "paid_at", "fully_refunded_at", "refunded_minor",
] as const;

/** The columns of `order_transactions`, likewise. */
export const PAYMENT_COLUMNS = ["shop_id", "order_id", "transaction_id", "kind", "status", "amount_minor", "currency", "processed_at", "gateway", "parent_id"] as const;

/**
 * Orders of a bulk file, written down as rows of their tables as soon as they are read: that is a fraction of the memory that
 * their parts take. Ids stay beside the rows, so that what is known of them can be asked for.
 */
export class OrderPiece {
  readonly shopId: number;
  readonly orderIds: OrderId[] = [];
  /** Who each order names, in the order of `orderIds`. */
  readonly customerIds: (CustomerId | null)[] = [];
  readonly refunds: RefundFact[] = [];
  readonly orders = new CopyLines();
  readonly payments = new CopyLines();
  /** Orders without a customer, which wait for one with their e-mail address. */
  readonly waitingIds: OrderId[] = [];
  /** The same payment came twice, so that one has to be chosen. */
  hasDoubles = false;

  constructor(shopId: number) {
    this.shopId = shopId;
  }

  get size(): number {
    return this.orderIds.length;
  }

  /** Adds an order that only names its customer, as those of a bulk file do. */
  add(fact: OrderFact): void {
    this.orderIds.push(fact.orderId);
    this.customerIds.push(fact.customer?.customerId ?? null);
    this.refunds.push(...fact.refunds);
    this.orders.add(orderLine(fact, this.shopId));
    for (const transaction of fact.transactions) this.payments.add(paymentLine(transaction, this.shopId));
    if (fact.emailHash !== null) this.waitingIds.push(fact.orderId);
    this.hasDoubles ||= hasDoubles(fact.transactions);
  }
}

const hasDoubles = (transactions: TransactionFact[]): boolean =>
  transactions.length > 1 && new Set(transactions.map(({ transactionId }) => transactionId)).size < transactions.length;

const flag = (value: boolean): string => (value ? "t" : "f");
const orNull = (value: string | null): string => value ?? "\\N";
const list = (texts: string[]): string => (texts.length === 0 ? "{}" : copyText(String(plainValue(texts, "text[]"))));

// Ids, instants, hashes and numbers are made by us and hold nothing that COPY would read as its own; texts are anybody's.
function orderLine(fact: OrderFact, shopId: number): string {
  const { paidAt, fullyRefundedAt, refundedMinor } = orderTimesOf(fact);
  const customerId = fact.customer?.customerId ?? "\\N";
  const namedAt = fact.customer ? fact.updatedAt : "\\N";
  const emailHash = fact.emailHash === null ? "\\N" : `\\\\x${fact.emailHash}`;
  return (
    `${shopId}\t${fact.orderId}\t${customerId}\t${namedAt}\t${customerId}\t${namedAt}\t${emailHash}\t${copyTextOrNull(fact.name)}\t${fact.createdAt}\t${fact.processedAt}\t` +
    `${fact.updatedAt}\t${orNull(fact.readAt)}\t${fact.versionHash}\t${orNull(fact.cancelledAt)}\t${copyTextOrNull(fact.financialStatus)}\t${flag(fact.isPaidSeen)}\t` +
    `${orNull(fact.refundedSeenAt)}\t${flag(fact.isTest)}\t${copyTextOrNull(fact.sourceName)}\t${list(fact.tags)}\t${copyText(fact.currency)}\t${flag(fact.isTaxIncluded)}\t` +
    `${fact.totalMinor}\t${fact.originalTotalMinor}\t${fact.subtotalMinor}\t${fact.discountMinor}\t${fact.taxMinor}\t${fact.shippingMinor}\t${list(fact.discountCodes)}\t` +
    `${orNull(fact.checkoutTokenHash)}\t${copyTextOrNull(fact.fulfillmentStatus)}\t${copyText(JSON.stringify(fact.fulfillments))}\t${copyText(JSON.stringify(fact.lines))}\t` +
    `${orNull(paidAt)}\t${orNull(fullyRefundedAt)}\t${refundedMinor}\n`
  );
}

function paymentLine(fact: TransactionFact, shopId: number): string {
  return (
    `${shopId}\t${fact.orderId}\t${fact.transactionId}\t${copyText(fact.kind)}\t${copyText(fact.status)}\t${fact.amountMinor}\t${copyText(fact.currency)}\t${fact.processedAt}\t` +
    `${copyTextOrNull(fact.gateway)}\t${orNull(fact.parentId)}\n`
  );
}
