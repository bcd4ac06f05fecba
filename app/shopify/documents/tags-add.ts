import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({ tagsAdd: z.object({ node: z.object({ id: z.string() }).nullable() }) });

/** Adds tags and leaves the others alone. A tag that is there already is nothing. */
export const tagsAdd: Operation<{ id: string; tags: string[] }, z.infer<typeof answer>> = {
  name: "TagsAdd",
  document: `mutation TagsAdd($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { node { id } userErrors { field message } } }`,
  answer,
  isBackground: true,
};
