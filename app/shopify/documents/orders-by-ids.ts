import { z } from "zod";
import type { Operation } from "../operation.ts";
import { FULL_ORDER_FIELDS, fullOrder } from "./full-order.ts";

/** How many orders one call may ask for, so that it stays below 1,000 points if Shopify counts each of them. */
export const ORDERS_PER_CALL = 4;

const answer = z.object({ nodes: z.array(fullOrder.nullable()) });

/** Whole orders in the order of `ids` (gids, at most `ORDERS_PER_CALL`); null where an order is deleted or may not be read. */
export const ordersByIds: Operation<{ ids: string[] }, z.infer<typeof answer>> = {
  name: "OrdersByIds",
  document: `query OrdersByIds($ids: [ID!]!) { nodes(ids: $ids) { ... on Order { ${FULL_ORDER_FIELDS} } } }`,
  answer,
  isBackground: true,
};
