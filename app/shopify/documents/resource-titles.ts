import { z } from "zod";
import type { Operation } from "../operation.ts";

const node = z.object({ id: z.string(), title: z.string() });

const answer = z.object({ nodes: z.array(node.nullable()) });

/** What products, variants and collections are called, by gid, in the order of `ids`; null where there is none. Somebody waits for the answer. */
export const resourceTitles: Operation<{ ids: string[] }, z.output<typeof answer>> = {
  name: "ResourceTitles",
  document: `query ResourceTitles($ids: [ID!]!) {
    nodes(ids: $ids) { ... on Product { id title } ... on Collection { id title } ... on ProductVariant { id title: displayName } }
  }`,
  answer,
  isBackground: false,
};
