import { z } from "zod";
import type { FormDescription } from "../form.ts";
import type { PlacedOrder } from "./placed-order.ts";

export const shopifyId = z.string().regex(/^[1-9]\d{0,18}$/, "This is not an id of Shopify.");

/** The order has one of these products. */
export const product = z.object({ kind: z.literal("product"), productIds: z.array(shopifyId).min(1, "Choose at least one product.").max(250, "Choose at most 250 products.") });

type Product = z.output<typeof product>;

export const hasProduct = ({ productIds }: Product, order: Pick<PlacedOrder, "productIds">): boolean => order.productIds.some((id) => productIds.includes(id));

export const productForm: FormDescription<Product> = {
  label: "Product",
  fields: [{ name: "productIds", label: "The order has one of", input: "product_list" }],
  sentence: ({ productIds }) => (productIds.length === 1 ? "it has the chosen product" : `it has one of ${productIds.length} chosen products`),
};
