import { z } from "zod";
import type { Operation } from "../operation.ts";

/** How many ids one call asks about. */
export const IDS_PER_CALL = 100;

const answer = z.object({ nodes: z.array(z.object({ id: z.string() }).nullable()) });

/** Products and collections by gid, in the order of `ids`; null where there is none. Somebody waits for the answer. */
export const whichExist: Operation<{ ids: string[] }, z.output<typeof answer>> = {
  name: "WhichExist",
  document: `query WhichExist($ids: [ID!]!) { nodes(ids: $ids) { ... on Product { id } ... on Collection { id } } }`,
  answer,
  isBackground: false,
};
