import { idOfGid } from "#app/domain/ids.ts";
import { toMinor } from "#app/domain/money.ts";
import { storableText } from "#app/domain/storable-text.ts";
import { cancellationOf, REFUND_DISCREPANCY, saysPaid, SHIPPING_REFUND, type CustomerFact, type FulfillmentFact, type LineFact, type OrderFact, type RefundFact, type TransactionFact } from "#app/domain/orders/order-fact.ts";
import type { KeyedHash } from "#app/platform/keyed-hash.server.ts";
import { versionHash } from "#app/platform/version-hash.server.ts";
import type { AdminCustomer } from "./documents/customer-fields.ts";
import type { AdminFullOrder, AdminFullRefund } from "./documents/full-order.ts";
import type { AdminLine, AdminMoney, AdminOrder } from "./documents/order-fields.ts";

/** How an answer was read: when Shopify was asked, and the shop's keyed hash. */
export interface ReadContext {
  readAt: Date;
  hash: KeyedHash;
}

/** A line of a bulk file with its child lines, or a whole order: the one with a person and refund lines. */
export type AnyAdminOrder = Omit<AdminOrder, "customer" | "refunds"> & {
  customer: { id: string } | AdminCustomer | null;
  refunds: (AdminOrder["refunds"][number] | AdminFullRefund)[];
};

const minor = (set: AdminMoney | null) => (set ? toMinor(set.shopMoney.amount, set.shopMoney.currencyCode) : 0);
// Instants that need no calendar to be known as good: whole seconds in UTC, on a day that every month has.
const PLAIN_INSTANT = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const iso = (instant: string) => (PLAIN_INSTANT.test(instant) ? `${instant.slice(0, -1)}.000Z` : new Date(instant).toISOString());
const textOrNull = (text: string | null) => (text === null ? null : storableText(text));
const isoOrNull = (instant: string | null) => (instant ? iso(instant) : null);

/**
 * An order as the Admin API tells it, in the same words as a delivery of the same version, so that both give one
 * `versionHash`. Throws for ids or amounts that cannot be.
 */
export function orderFactOf(order: AnyAdminOrder, lines: AdminLine[], { readAt, hash }: ReadContext): OrderFact {
  const orderId = idOfGid(order.id, "Order");
  const financialStatus = order.displayFinancialStatus?.toLowerCase() ?? null;
  const customer = order.customer ? customerFactOf(order.customer, hash) : null;
  const email = textOrNull(order.email);
  const version = {
    orderId,
    name: storableText(order.name),
    createdAt: iso(order.createdAt),
    processedAt: iso(order.processedAt),
    updatedAt: iso(order.updatedAt),
    cancelledAt: isoOrNull(order.cancelledAt),
    financialStatus,
    isPaidSeen: saysPaid(financialStatus),
    refundedSeenAt: financialStatus === "refunded" ? iso(order.updatedAt) : null,
    isTest: order.test,
    sourceName: textOrNull(order.sourceName),
    tags: [...new Set(order.tags.map((tag) => storableText(tag).trim().toLowerCase()).filter(Boolean))].sort(),
    currency: order.currencyCode,
    isTaxIncluded: order.taxesIncluded,
    totalMinor: minor(order.totalPriceSet),
    subtotalMinor: minor(order.subtotalPriceSet),
    discountMinor: minor(order.totalDiscountsSet),
    taxMinor: minor(order.totalTaxSet),
    shippingMinor: minor(order.totalShippingPriceSet),
    discountCodes: order.discountCodes.map(storableText),
    checkoutTokenHash: order.checkoutToken ? hash.checkoutToken(order.checkoutToken) : null,
    fulfillmentStatus: fulfillmentStatusOf(order.displayFulfillmentStatus),
    fulfillments: order.fulfillments.map((one) => fulfillmentFact(one)),
    lines: lines.map(lineFactOf),
  };
  return {
    ...version,
    readAt: readAt.toISOString(),
    originalTotalMinor: Math.min(version.totalMinor, minor(order.originalTotalPriceSet)),
    customer,
    emailHash: !customer && email ? hash.email(email) : null,
    versionHash: versionHash(version, customer?.customerId ?? null),
    transactions: order.transactions.map((one) => transactionFactOf(one, orderId)),
    refunds: order.refunds.map((one) => refundFactOf(one, order)),
  };
}

/** The same for an order with everything. */
export const fullOrderFactOf = (order: AdminFullOrder, context: ReadContext): OrderFact => orderFactOf(order, order.lineItems.nodes, context);

/** A person as the Admin API tells it; one that an order only names has no version. */
export function customerFactOf(customer: { id: string } | AdminCustomer, hash: KeyedHash): CustomerFact {
  const customerId = idOfGid(customer.id, "Customer");
  if (!("updatedAt" in customer)) {
    return { customerId, email: null, firstName: null, lastName: null, emailHash: null, accountState: null, createdAt: null, updatedAt: null };
  }
  const email = textOrNull(customer.defaultEmailAddress?.emailAddress ?? null);
  return {
    customerId,
    email: email || null,
    firstName: textOrNull(customer.firstName),
    lastName: textOrNull(customer.lastName),
    emailHash: email ? hash.email(email) : null,
    accountState: customer.state.toLowerCase(),
    createdAt: iso(customer.createdAt),
    updatedAt: iso(customer.updatedAt),
  };
}

function lineFactOf(line: AdminLine): LineFact {
  return {
    lineId: idOfGid(line.id, "LineItem"),
    productId: line.product ? idOfGid(line.product.id, "Product") : null,
    variantId: line.variant ? idOfGid(line.variant.id, "ProductVariant") : null,
    title: storableText(line.title),
    quantity: line.quantity,
    priceMinor: minor(line.originalUnitPriceSet),
    discountMinor: line.discountAllocations.reduce((sum, one) => sum + minor(one.allocatedAmountSet), 0),
    taxMinor: line.taxLines.reduce((sum, one) => sum + minor(one.priceSet), 0),
    isGiftCard: line.isGiftCard,
  };
}

function transactionFactOf(transaction: AdminOrder["transactions"][number], orderId: string): TransactionFact {
  return {
    orderId,
    transactionId: idOfGid(transaction.id, "OrderTransaction"),
    kind: transaction.kind.toLowerCase(),
    status: transaction.status.toLowerCase(),
    amountMinor: minor(transaction.amountSet),
    currency: transaction.amountSet.shopMoney.currencyCode,
    processedAt: iso(transaction.processedAt ?? transaction.createdAt),
    gateway: textOrNull(transaction.gateway),
    parentId: transaction.parentTransaction ? idOfGid(transaction.parentTransaction.id, "OrderTransaction") : null,
  };
}

function refundFactOf(refund: AnyAdminOrder["refunds"][number], order: AnyAdminOrder): RefundFact {
  const fact = { orderId: idOfGid(order.id, "Order"), refundId: idOfGid(refund.id, "Refund"), createdAt: iso(refund.createdAt ?? order.updatedAt) };
  if (!("refundLineItems" in refund)) {
    const amountMinor = isAllPaidBack(order) ? minor(refund.totalRefundedSet) : 0;
    return { ...fact, amountMinor, transactionIds: [], isPaidBack: amountMinor > 0, lines: null, adjustments: null };
  }
  const tried = refund.transactions.nodes.filter((one) => one.kind === "REFUND");
  const succeeded = tried.filter((one) => one.status === "SUCCESS");
  return {
    ...fact,
    amountMinor: succeeded.reduce((sum, one) => sum + minor(one.amountSet), 0),
    transactionIds: tried.map((one) => idOfGid(one.id, "OrderTransaction")),
    isPaidBack: succeeded.length > 0,
    lines: refund.refundLineItems.nodes.map((line) => ({
      lineId: idOfGid(line.lineItem.id, "LineItem"),
      quantity: line.quantity,
      subtotalMinor: minor(line.subtotalSet),
      taxMinor: minor(line.totalTaxSet),
    })),
    adjustments: [
      ...refund.orderAdjustments.nodes.map((one) => ({ kind: REFUND_DISCREPANCY, amountMinor: minor(one.amountSet), taxMinor: minor(one.taxAmountSet) })),
      ...refund.refundShippingLines.nodes.map((one) => ({ kind: SHIPPING_REFUND, amountMinor: 0 - minor(one.subtotalAmountSet), taxMinor: 0 - minor(one.taxAmountSet) })),
    ],
  };
}

// A refund's total is that of all its transactions, also of those that failed or are pending, and a bulk file does not say which
// are whose. Where any did not succeed, the amounts wait for the read by id, as the lines do.
const isAllPaidBack = ({ transactions }: AnyAdminOrder): boolean => transactions.every((one) => one.kind !== "REFUND" || one.status === "SUCCESS");

function fulfillmentFact({ id, status: named, createdAt, updatedAt }: AdminOrder["fulfillments"][number]): FulfillmentFact {
  const status = named.toLowerCase();
  return { fulfillmentId: idOfGid(id, "Fulfillment"), status, createdAt: iso(createdAt), ...cancellationOf(status, isoOrNull(updatedAt)) };
}

// The Admin API's words for what a delivery says in fulfillment_status.
function fulfillmentStatusOf(display: string): string | null {
  if (display === "UNFULFILLED") return null;
  return display === "PARTIALLY_FULFILLED" ? "partial" : display.toLowerCase();
}
