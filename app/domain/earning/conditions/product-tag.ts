import { z } from "zod";
import { orList, type FormDescription } from "../form.ts";
import type { PlacedOrder } from "./placed-order.ts";

export const tagList = z.array(z.string().trim().toLowerCase().min(1).max(255, "A tag has at most 255 letters.")).min(1, "Enter at least one tag.").max(50, "Enter at most 50 tags.");

/** The order has a product with one of these tags. */
export const productTag = z.object({ kind: z.literal("product_tag"), tags: tagList });

type ProductTag = z.output<typeof productTag>;

export const hasProductTag = ({ tags }: ProductTag, { productIds, products }: Pick<PlacedOrder, "productIds" | "products">): boolean =>
  productIds.some((id) => products.get(id)?.tags.some((tag) => tags.includes(tag)) ?? false);

export const productTagForm: FormDescription<ProductTag> = {
  label: "Product tag",
  fields: [{ name: "tags", label: "The order has a product tagged", input: "text_list" }],
  sentence: ({ tags }) => `it has a product tagged ${orList(tags)}`,
};
