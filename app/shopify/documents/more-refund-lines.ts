import { z } from "zod";
import type { Operation } from "../operation.ts";
import { refundLine } from "./full-order.ts";
import { REFUND_LINE_FIELDS } from "./order-fields.ts";
import { PAGE_END, pageOf } from "./page.ts";

const answer = z.object({ refund: z.object({ refundLineItems: pageOf(refundLine) }).nullable() });

/** The lines of one refund (gid) after the first page, 250 at a time. */
export const moreRefundLines: Operation<{ id: string; after: string | null }, z.infer<typeof answer>> = {
  name: "MoreRefundLines",
  document: `query MoreRefundLines($id: ID!, $after: String) {
  refund(id: $id) { refundLineItems(first: 250, after: $after) { nodes { ${REFUND_LINE_FIELDS} } ${PAGE_END} } }
}`,
  answer,
  isBackground: true,
};
