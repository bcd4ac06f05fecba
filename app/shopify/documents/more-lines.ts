import { z } from "zod";
import type { Operation } from "../operation.ts";
import { line, LINE_FIELDS } from "./order-fields.ts";
import { PAGE_END, pageOf } from "./page.ts";

const answer = z.object({ order: z.object({ lineItems: pageOf(line) }).nullable() });

/** The lines of one order (gid) after the first page, 250 at a time; null when it was deleted meanwhile. */
export const moreLines: Operation<{ id: string; after: string | null }, z.infer<typeof answer>> = {
  name: "MoreLines",
  document: `query MoreLines($id: ID!, $after: String) {
  order(id: $id) { lineItems(first: 250, after: $after) { nodes { ${LINE_FIELDS} } ${PAGE_END} } }
}`,
  answer,
  isBackground: true,
};
