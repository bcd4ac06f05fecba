import { z } from "zod";
import type { Operation } from "../operation.ts";
import { PAGE_END, pageOf } from "./page.ts";

const answer = z.object({ orders: pageOf(z.object({ id: z.string(), updatedAt: z.string() })) });

/** Ids (gids) and versions of all orders that may be read, ids rising, 250 a page: what is kept here and missing there is gone. */
export const orderIdsPage: Operation<{ after: string | null }, z.infer<typeof answer>> = {
  name: "OrderIdsPage",
  document: `query OrderIdsPage($after: String) { orders(first: 250, after: $after, sortKey: ID) { nodes { id updatedAt } ${PAGE_END} } }`,
  answer,
  isBackground: true,
};
