import type { OrderId } from "../ids.ts";

/** A line of an order in a file. Prices in minor units: `priceMinor` for one, `discountMinor` and `taxMinor` for all of the line. */
export interface FileOrderLine {
  title: string;
  sku: string;
  quantity: number;
  priceMinor: number;
  discountMinor: number;
  taxMinor: number;
}

/**
 * An order as Shopify's export of orders tells it. Instants are ISO texts in UTC, money in minor units of `currency`.
 *
 * The export knows no customer's id, no product, no test order and not when money went back: `refundedAt` is the
 * cancellation where there is one, else when the order was sent, paid or placed.
 */
export interface FileOrder {
  orderId: OrderId | null;
  name: string;
  email: string | null;
  buyer: string;
  createdAt: string;
  paidAt: string | null;
  cancelledAt: string | null;
  fulfilledAt: string | null;
  refundedAt: string;
  financialStatus: string;
  fulfillmentStatus: string | null;
  currency: string;
  isTaxIncluded: boolean;
  totalMinor: number;
  subtotalMinor: number;
  shippingMinor: number;
  taxMinor: number;
  discountMinor: number;
  refundedMinor: number;
  discountCode: string | null;
  tags: string[];
  sourceName: string | null;
  lines: FileOrderLine[];
}

/** An order with the line on which it begins, or what is wrong with it. */
export interface FileOrderRow {
  line: number;
  name: string;
  order: FileOrder | null;
  problem: string | null;
}
