import { hash } from "node:crypto";
import type { OrderFact } from "#app/domain/orders/order-fact.ts";

/** What of an order belongs to its version: all but the facts that are only ever added, what it cost at first, and how it came here. */
export type OrderVersion = Omit<OrderFact, "originalTotalMinor" | "versionHash" | "readAt" | "customer" | "emailHash" | "transactions" | "refunds">;

/**
 * Tells two versions of one second apart. The same content gives the same hash, whether it came by delivery or was read:
 * lists without an order of their own are sorted first. The customer counts by id only.
 */
export function versionHash(version: OrderVersion, customerId: string | null): string {
  const fields = [
    version.name, customerId, version.createdAt, version.processedAt, version.cancelledAt, version.financialStatus, version.isTest,
    version.sourceName, version.tags.toSorted(), version.currency, version.isTaxIncluded, version.totalMinor, version.subtotalMinor,
    version.discountMinor, version.taxMinor, version.shippingMinor, version.discountCodes.toSorted(), version.fulfillmentStatus,
    version.fulfillments.map((fulfillment) => [fulfillment.fulfillmentId, fulfillment.status]).toSorted(),
    version.lines.map((line) => [line.lineId, line.productId, line.variantId, line.quantity, line.priceMinor, line.discountMinor, line.taxMinor, line.isGiftCard]),
  ];
  return hash("sha1", JSON.stringify(fields), "base64url");
}
