import { z } from "zod";
import { customer, CUSTOMER_FIELDS } from "./customer-fields.ts";
import { line, LINE_FIELDS, money, order, ORDER_FIELDS, refund, REFUND_ADJUSTMENT_FIELDS, REFUND_LINE_FIELDS, REFUND_SHIPPING_FIELDS, REFUND_TRANSACTION_FIELDS } from "./order-fields.ts";
import { PAGE_END, pageOf } from "./page.ts";

// Shopify prices a query by the sizes asked for and refuses one above 1,000 points; an order of these sizes costs 248.
const LINES_AT_ONCE = 50;
const REFUND_LINES_AT_ONCE = 250;

/** An order with its person, lines and refunds; what does not fit comes by `moreLines` and `moreRefundLines`. */
export const FULL_ORDER_FIELDS = `
  ${ORDER_FIELDS}
  customer { ${CUSTOMER_FIELDS} }
  lineItems(first: ${LINES_AT_ONCE}) { nodes { ${LINE_FIELDS} } ${PAGE_END} }
  refunds {
    refundLineItems(first: ${REFUND_LINES_AT_ONCE}) { nodes { ${REFUND_LINE_FIELDS} } ${PAGE_END} }
    refundShippingLines(first: 5) { nodes { ${REFUND_SHIPPING_FIELDS} } }
    orderAdjustments(first: 3) { nodes { ${REFUND_ADJUSTMENT_FIELDS} } }
    transactions(first: 10) { nodes { ${REFUND_TRANSACTION_FIELDS} } }
  }`;

export const refundLine = z.object({
  lineItem: z.object({ id: z.string() }),
  quantity: z.number(),
  subtotalSet: money,
  totalTaxSet: money,
});

const shippingLine = z.object({ id: z.string(), subtotalAmountSet: money, taxAmountSet: money });
const adjustment = z.object({ id: z.string(), reason: z.string().nullable(), amountSet: money, taxAmountSet: money });
const refundTransaction = z.object({ id: z.string(), kind: z.string(), status: z.string(), amountSet: money });

export const fullRefund = refund.extend({
  refundLineItems: pageOf(refundLine),
  refundShippingLines: z.object({ nodes: z.array(shippingLine) }),
  orderAdjustments: z.object({ nodes: z.array(adjustment) }),
  transactions: z.object({ nodes: z.array(refundTransaction) }),
});

export const fullOrder = order.extend({
  customer: customer.nullable(),
  lineItems: pageOf(line),
  refunds: z.array(fullRefund),
});

export type AdminFullOrder = z.infer<typeof fullOrder>;
export type AdminFullRefund = z.infer<typeof fullRefund>;
