import { z } from "zod";
import type { Operation } from "../operation.ts";
import { PAGE_END, pageOf } from "./page.ts";

const answer = z.object({ orders: pageOf(z.object({ id: z.string() })) });

/** Ids (gids) of all orders that may be read, rising, 250 a page: what is kept here and missing there has been deleted. */
export const orderIdsPage: Operation<{ after: string | null }, z.infer<typeof answer>> = {
  name: "OrderIdsPage",
  document: `query OrderIdsPage($after: String) { orders(first: 250, after: $after, sortKey: ID) { nodes { id } ${PAGE_END} } }`,
  answer,
  isBackground: true,
};
