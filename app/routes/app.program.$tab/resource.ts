import { gidOf, idOfGid } from "#app/domain/ids.ts";

/** The things of Shopify that a program names. */
export const RESOURCE_KINDS = ["product", "variant", "collection"] as const;

export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** What they are called, by id; null for one that the shop does not have any more. What is missing is not known (yet). */
export type ResourceTitles = Record<ResourceKind, Record<string, string | null>>;

export const NO_TITLES: ResourceTitles = { product: {}, variant: {}, collection: {} };

const TYPES = { product: "Product", variant: "ProductVariant", collection: "Collection" } as const satisfies Record<ResourceKind, string>;

/** One thing that was picked; a variant knows its product. */
export type Picked = { id: string; title: string; productId?: string };

/**
 * Opens Shopify's own picker with what is chosen already; undefined when it was left without choosing.
 * The picker speaks in gids, the program in ids.
 */
export async function pickResources(kind: ResourceKind, { ids, isMultiple }: { ids: string[]; isMultiple: boolean }): Promise<Picked[] | undefined> {
  const selection = await shopify.resourcePicker({
    type: kind,
    multiple: isMultiple,
    selectionIds: ids.map((id) => ({ id: gidOf(id, TYPES[kind]) })),
    ...(kind === "product" && { filter: { variants: false } }),
  });
  return selection?.map((it) => {
    const { id, title, displayName, product } = it as { id: string; title: string; displayName?: string; product?: { id: string } };
    return { id: idOfGid(id, TYPES[kind]), title: displayName ?? title, ...(product && { productId: idOfGid(product.id, "Product") }) };
  });
}
