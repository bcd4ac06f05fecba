import type { CollectionRecord, ProductRecord } from "#standin/shop/records.ts";
import { utcInstant } from "#standin/shop/time.ts";
import { connection, fieldsOf, gid, type ConnectionField } from "./fields.ts";
import { compileSearch, type SearchFields } from "./search-query.ts";

const SEARCH: SearchFields<CollectionRecord> = {
  id: (collection) => ({ kind: "id", id: collection.id }),
  title: (collection) => ({ kind: "words", words: [collection.title, ...collection.title.split(" ")] }),
};

export const collectionsConnection: ConnectionField = connection(
  (_source, args, { house }) => [...house.shop.collections.values()].filter(compileSearch(args["query"], SEARCH)),
  (collection: CollectionRecord) => collection.id,
);

export const collectionsOfProduct: ConnectionField<ProductRecord> = connection(
  (product, _args, { house }) => [...house.shop.collections.values()].filter(({ productIds }) => productIds.includes(product.id)),
  (collection: CollectionRecord) => collection.id,
);

/** Collections are chosen by hand; there are none with rules. */
export const collectionFields = fieldsOf<CollectionRecord>({
  id: (collection) => gid("Collection", collection.id),
  legacyResourceId: (collection) => collection.id,
  title: (collection) => collection.title,
  handle: (collection) => collection.title.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
  description: () => "",
  ruleSet: () => null,
  updatedAt: (collection) => utcInstant(collection.createdAtMs),
  products: connection(
    ({ productIds }, _args, { house }) => productIds.flatMap((id) => house.shop.products.get(id) ?? []),
    (product: ProductRecord) => product.id,
  ),
});
