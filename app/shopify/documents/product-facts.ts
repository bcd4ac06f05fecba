import { z } from "zod";
import { idOfGid } from "#app/domain/ids.ts";
import type { Operation } from "../operation.ts";

/** How many products one call asks for, so that it stays below 1,000 points if Shopify counts each of them. */
export const PRODUCTS_PER_CALL = 10;

const answer = z.object({
  nodes: z.array(
    z
      .object({ id: z.string(), tags: z.array(z.string()), collections: z.object({ nodes: z.array(z.object({ id: z.string() })) }) })
      .transform(({ id, tags, collections }) => ({
        productId: idOfGid(id, "Product"),
        tags: tags.map((tag) => tag.toLowerCase()),
        collectionIds: collections.nodes.map((collection) => idOfGid(collection.id, "Collection")),
      }))
      .nullable(),
  ),
});

/** Tags and collections (the first 250) of products, in the order of `ids` (gids); null where a product is deleted. */
export const productFacts: Operation<{ ids: string[] }, z.output<typeof answer>> = {
  name: "ProductFacts",
  document: `query ProductFacts($ids: [ID!]!) { nodes(ids: $ids) { ... on Product { id tags collections(first: 250) { nodes { id } } } } }`,
  answer,
  isBackground: true,
};
