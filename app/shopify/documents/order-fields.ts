import { z } from "zod";

const MONEY = "{ shopMoney { amount currencyCode } }";

/**
 * What is kept of an order, as far as one selection can serve both ways of reading.
 *
 * A bulk operation allows no connection inside a list, so what a refund paid back line by line is not in here: orders with
 * refunds are read again by id (orders-by-ids.ts). Amounts are in the shop's currency; the customer is only named.
 */
export const ORDER_FIELDS = `
  id name createdAt processedAt updatedAt cancelledAt closedAt test sourceName tags
  currencyCode taxesIncluded checkoutToken email discountCodes
  displayFinancialStatus displayFulfillmentStatus
  totalPriceSet ${MONEY} originalTotalPriceSet ${MONEY} subtotalPriceSet ${MONEY} totalDiscountsSet ${MONEY} totalTaxSet ${MONEY}
  totalShippingPriceSet ${MONEY}
  customer { id }
  transactions { id kind status gateway createdAt processedAt amountSet ${MONEY} parentTransaction { id } }
  fulfillments { id status createdAt updatedAt deliveredAt }
  refunds { id createdAt totalRefundedSet ${MONEY} }`;

/** What is kept of a line. Allocations hold the line's part of every discount, also of one on the whole order. */
export const LINE_FIELDS = `
  id title quantity isGiftCard product { id } variant { id }
  originalUnitPriceSet ${MONEY}
  discountAllocations { allocatedAmountSet ${MONEY} }
  taxLines { priceSet ${MONEY} }`;

/** What a refund gave back, line by line. */
export const REFUND_LINE_FIELDS = `lineItem { id } quantity subtotalSet ${MONEY} totalTaxSet ${MONEY}`;

export const REFUND_ADJUSTMENT_FIELDS = `id reason amountSet ${MONEY} taxAmountSet ${MONEY}`;

/** Refunded shipping: since API 2024-10 it is no adjustment any more. Subtotals are without tax. */
export const REFUND_SHIPPING_FIELDS = `id subtotalAmountSet ${MONEY} taxAmountSet ${MONEY}`;

export const REFUND_TRANSACTION_FIELDS = `id kind status amountSet ${MONEY}`;

/** An amount as Shopify writes it: a decimal text such as "12.50", in the shop's currency. */
export const money = z.object({ shopMoney: z.object({ amount: z.string(), currencyCode: z.string() }) });

const reference = z.object({ id: z.string() });

export const line = z.object({
  id: z.string(),
  title: z.string(),
  quantity: z.number(),
  isGiftCard: z.boolean(),
  product: reference.nullable(),
  variant: reference.nullable(),
  originalUnitPriceSet: money,
  discountAllocations: z.array(z.object({ allocatedAmountSet: money })),
  taxLines: z.array(z.object({ priceSet: money })),
});

const transaction = z.object({
  id: z.string(),
  kind: z.string(),
  status: z.string(),
  gateway: z.string().nullable(),
  createdAt: z.string(),
  processedAt: z.string().nullable(),
  amountSet: money,
  parentTransaction: reference.nullable(),
});

const fulfillment = z.object({
  id: z.string(),
  status: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  deliveredAt: z.string().nullable(),
});

export const refund = z.object({ id: z.string(), createdAt: z.string().nullable(), totalRefundedSet: money });

/** One line of a bulk file that holds an order; its lines follow as children. Ids are gids, instants ISO texts. */
export const order = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  processedAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  test: z.boolean(),
  sourceName: z.string().nullable(),
  tags: z.array(z.string()),
  currencyCode: z.string(),
  taxesIncluded: z.boolean(),
  checkoutToken: z.string().nullable(),
  email: z.string().nullable(),
  discountCodes: z.array(z.string()),
  displayFinancialStatus: z.string().nullable(),
  displayFulfillmentStatus: z.string(),
  totalPriceSet: money,
  originalTotalPriceSet: money,
  subtotalPriceSet: money.nullable(),
  totalDiscountsSet: money.nullable(),
  totalTaxSet: money.nullable(),
  totalShippingPriceSet: money,
  customer: reference.nullable(),
  transactions: z.array(transaction),
  fulfillments: z.array(fulfillment),
  refunds: z.array(refund),
});

export type AdminMoney = z.infer<typeof money>;
export type AdminLine = z.infer<typeof line>;
export type AdminOrder = z.infer<typeof order>;
