/**
 * The columns of an OrderFact in SQL. Facts travel as JSON, one document an order, whether in a parameter (deliveries,
 * single reads) or in the stage table (bulk files), and every path unpacks them by this one list.
 */
export const ORDER_FACT_RECORD = `
  "orderId" bigint, name text, customer jsonb, "emailHash" text, "createdAt" timestamptz, "processedAt" timestamptz,
  "updatedAt" timestamptz, "readAt" timestamptz, "versionHash" text, "cancelledAt" timestamptz, "financialStatus" text,
  "isPaidSeen" boolean, "refundedSeenAt" timestamptz, "isTest" boolean, "sourceName" text, tags text[], currency char(3),
  "isTaxIncluded" boolean, "totalMinor" bigint, "subtotalMinor" bigint, "discountMinor" bigint, "taxMinor" bigint,
  "shippingMinor" bigint, "discountCodes" text[], "checkoutTokenHash" text, "fulfillmentStatus" text, fulfillments jsonb,
  lines jsonb, transactions jsonb, refunds jsonb`;

/** Where the facts of one merge come from: a relation named `fact` in SQL, and the parameters that it uses from $2 on. */
export interface OrderSource {
  from: string;
  values: unknown[];
}
