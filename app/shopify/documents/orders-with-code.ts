import { z } from "zod";
import type { Operation } from "../operation.ts";

const order = z.object({ id: z.string(), cancelledAt: z.string().nullable(), displayFinancialStatus: z.string().nullable(), discountCodes: z.array(z.string()) });
const answer = z.object({ orders: z.object({ nodes: z.array(order) }) });

/** Orders that a search such as `discount_code:'CODE'` finds, the newest ten: a code that works once is on few. */
export const ordersWithCode: Operation<{ query: string }, z.infer<typeof answer>> = {
  name: "OrdersWithCode",
  document: `query OrdersWithCode($query: String!) { orders(first: 10, reverse: true, query: $query) { nodes { id cancelledAt displayFinancialStatus discountCodes } } }`,
  answer,
  isBackground: false,
};
