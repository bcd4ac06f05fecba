import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({ tagsRemove: z.object({ node: z.object({ id: z.string() }).nullable() }) });

/** Takes tags away. One that is not there is nothing. */
export const tagsRemove: Operation<{ id: string; tags: string[] }, z.infer<typeof answer>> = {
  name: "TagsRemove",
  document: `mutation TagsRemove($id: ID!, $tags: [String!]!) { tagsRemove(id: $id, tags: $tags) { node { id } userErrors { field message } } }`,
  answer,
  isBackground: true,
};
