import type { CollectionRecord, ProductRecord } from "#standin/shop/records.ts";
import type { ControlRoutes } from "./control-route.ts";

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** `[{title, priceMinor}]` */
const variantsOf = (productId: string, given: unknown): NonNullable<ProductRecord["moreVariants"]> =>
  (Array.isArray(given) ? (given as { title?: unknown; priceMinor?: unknown }[]) : []).map(({ title, priceMinor }, at) => ({ id: `${productId}${at + 2}`, title: String(title), priceMinor: Number(priceMinor) }));

/** What collections and tags a shop's products have; nothing is delivered about it. */
export const productRoutes: ControlRoutes = {
  "POST products": ({ house: { shop }, body }) => {
    const id = body["id"] === undefined ? shop.nextId("product") : String(body["id"]);
    const before = shop.products.get(id);
    const product: ProductRecord = {
      id, variantId: before?.variantId ?? `${id}1`, title: String(body["title"] ?? before?.title ?? "Product"), sku: before?.sku ?? "",
      priceMinor: Number(body["priceMinor"] ?? before?.priceMinor ?? 1_000), createdAtMs: before?.createdAtMs ?? shop.nowMs(), giftCard: before?.giftCard ?? false, tags: texts(body["tags"]),
      moreVariants: variantsOf(id, body["moreVariants"]),
    };
    shop.products.set(id, product);
    return product;
  },
  "POST collections": ({ house: { shop }, body }) => {
    const id = body["id"] === undefined ? shop.nextId("collection") : String(body["id"]);
    const collection: CollectionRecord = { id, title: String(body["title"] ?? "Collection"), productIds: texts(body["productIds"]), createdAtMs: shop.nowMs() };
    shop.collections.set(id, collection);
    return collection;
  },
  "POST products/delete": ({ house: { shop }, body }) => ({ deleted: shop.products.delete(String(body["id"])) }),
  "POST collections/delete": ({ house: { shop }, body }) => ({ deleted: shop.collections.delete(String(body["id"])) }),
};
