import { z } from "zod";
import type { FormDescription } from "../form.ts";
import type { PlacedOrder } from "./placed-order.ts";
import { shopifyId } from "./product.ts";

/** The order has a product of one of these collections. */
export const collection = z.object({ kind: z.literal("collection"), collectionIds: z.array(shopifyId).min(1, "Choose at least one collection.").max(50, "Choose at most 50 collections.") });

type Collection = z.output<typeof collection>;

export const hasCollection = ({ collectionIds }: Collection, { productIds, products }: Pick<PlacedOrder, "productIds" | "products">): boolean =>
  productIds.some((id) => products.get(id)?.collectionIds.some((one) => collectionIds.includes(one)) ?? false);

export const collectionForm: FormDescription<Collection> = {
  label: "Collection",
  fields: [{ name: "collectionIds", label: "The order has a product of", input: "collection_list" }],
  sentence: ({ collectionIds }) => (collectionIds.length === 1 ? "it has a product of the chosen collection" : `it has a product of one of ${collectionIds.length} chosen collections`),
};
