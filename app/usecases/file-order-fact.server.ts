import type { FileOrder } from "#app/domain/import/file-order.ts";
import type { OrderId } from "#app/domain/ids.ts";
import { saysPaid, type OrderFact } from "#app/domain/orders/order-fact.ts";
import { storableText } from "#app/domain/storable-text.ts";
import type { KeyedHash } from "#app/platform/keyed-hash.server.ts";
import { versionHash } from "#app/platform/version-hash.server.ts";

/** Ids of what an export does not number: the payment and the refund of an order. Shopify's own ids are never zero. */
export const UNNUMBERED_ID = "0";
const SECOND_MS = 1_000;

/**
 * An order of a file as a fact like any other. It joins its customer by the e-mail address, which is kept as a keyed hash.
 * It is a version from before the order's first second, so that whatever Shopify says of the order replaces it.
 */
export function fileOrderFact(order: FileOrder & { orderId: OrderId }, hash: KeyedHash): OrderFact {
  const { orderId, createdAt, cancelledAt, currency, financialStatus } = order;
  const isPaidSeen = saysPaid(financialStatus);
  const version = {
    orderId, createdAt, cancelledAt, financialStatus, isPaidSeen, currency,
    name: storableText(order.name),
    processedAt: createdAt,
    updatedAt: new Date(Date.parse(createdAt) - SECOND_MS).toISOString(),
    refundedSeenAt: financialStatus === "refunded" ? order.refundedAt : null,
    isTest: false,
    sourceName: order.sourceName === null ? null : storableText(order.sourceName),
    tags: order.tags.map(storableText),
    isTaxIncluded: order.isTaxIncluded,
    totalMinor: order.totalMinor,
    subtotalMinor: order.subtotalMinor,
    discountMinor: order.discountMinor,
    taxMinor: order.taxMinor,
    shippingMinor: order.shippingMinor,
    discountCodes: order.discountCode === null ? [] : [storableText(order.discountCode)],
    checkoutTokenHash: null,
    fulfillmentStatus: order.fulfillmentStatus,
    fulfillments: order.fulfilledAt === null ? [] : [{ fulfillmentId: UNNUMBERED_ID, status: "success", createdAt: order.fulfilledAt }],
    lines: order.lines.map((line, at) => ({
      lineId: String(at + 1), productId: null, variantId: null, title: storableText(line.title), quantity: line.quantity,
      priceMinor: line.priceMinor, discountMinor: line.discountMinor, taxMinor: line.taxMinor, isGiftCard: false,
    })),
  };
  return {
    ...version,
    readAt: null,
    originalTotalMinor: order.totalMinor,
    customer: null,
    emailHash: order.email === null ? null : hash.email(order.email),
    versionHash: versionHash(version, null),
    transactions: isPaidSeen && order.paidAt !== null
      ? [{ orderId, transactionId: UNNUMBERED_ID, kind: "sale", status: "success", amountMinor: order.totalMinor, currency, processedAt: order.paidAt, gateway: null, parentId: null }]
      : [],
    refunds: order.refundedMinor > 0 ? [{ orderId, refundId: UNNUMBERED_ID, createdAt: order.refundedAt, amountMinor: order.refundedMinor, transactionIds: [], isPaidBack: true, lines: [], adjustments: [] }] : [],
  };
}
