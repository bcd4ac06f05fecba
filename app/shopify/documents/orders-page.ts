import { z } from "zod";
import type { Operation } from "../operation.ts";
import { FULL_ORDER_FIELDS, fullOrder } from "./full-order.ts";
import { PAGE_END, pageOf } from "./page.ts";
import { ORDERS_PER_CALL } from "./orders-by-ids.ts";

const answer = z.object({ orders: pageOf(fullOrder) });

/** Whole orders, oldest change first. `query` is Shopify's search syntax, `after` the end of the page before (null for the first). */
export const ordersPage: Operation<{ query: string | null; after: string | null }, z.infer<typeof answer>> = {
  name: "OrdersPage",
  document: `query OrdersPage($query: String, $after: String) {
  orders(first: ${ORDERS_PER_CALL}, after: $after, query: $query, sortKey: UPDATED_AT) { nodes { ${FULL_ORDER_FIELDS} } ${PAGE_END} }
}`,
  answer,
  isBackground: true,
};
