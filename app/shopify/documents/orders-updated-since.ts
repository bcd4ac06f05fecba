import { z } from "zod";
import type { Operation } from "../operation.ts";
import { PAGE_END, pageOf } from "./page.ts";

const answer = z.object({ orders: pageOf(z.object({ id: z.string(), updatedAt: z.string() })) });

/** Ids (gids) and versions of orders, oldest change first, 250 a page; `query` as `updatedSince` writes it. */
export const ordersUpdatedSince: Operation<{ query: string; after: string | null }, z.infer<typeof answer>> = {
  name: "OrdersUpdatedSince",
  document: `query OrdersUpdatedSince($query: String!, $after: String) {
  orders(first: 250, after: $after, query: $query, sortKey: UPDATED_AT) { nodes { id updatedAt } ${PAGE_END} }
}`,
  answer,
  isBackground: true,
};
