import { decimalAmount } from "#standin/shop/money.ts";
import type { ProductRecord } from "#standin/shop/records.ts";
import { utcInstant } from "#standin/shop/time.ts";
import { collectionsOfProduct } from "./collection.ts";
import { connection, fieldsOf, gid, type ConnectionField } from "./fields.ts";
import { compileSearch, type SearchFields } from "./search-query.ts";

const SEARCH: SearchFields<ProductRecord> = {
  id: (product) => ({ kind: "id", id: product.id }),
  title: (product) => ({ kind: "words", words: [product.title, ...product.title.split(" ")] }),
  sku: (product) => ({ kind: "words", words: [product.sku] }),
};

export const productsConnection: ConnectionField = connection(
  (_source, args, { house }) => {
    const query = String(args["query"] ?? "");
    // The resource picker of the stand-in searches by bare words.
    if (query && !query.includes(":")) {
      const words = query.toLowerCase();
      return [...house.shop.products.values()].filter((product) => product.title.toLowerCase().includes(words));
    }
    return [...house.shop.products.values()].filter(compileSearch(query, SEARCH));
  },
  (product: ProductRecord) => product.id,
);

const handle = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

/** Products have one variant each and no pictures. */
export const productFields = fieldsOf<ProductRecord>({
  id: (product) => gid("Product", product.id),
  legacyResourceId: (product) => product.id,
  title: (product) => product.title,
  handle: (product) => handle(product.title),
  vendor: () => "",
  productType: () => "",
  description: () => "",
  status: () => "ACTIVE",
  tags: (product) => product.tags ?? [],
  collections: collectionsOfProduct,
  isGiftCard: (product) => product.giftCard,
  hasOnlyDefaultVariant: () => true,
  featuredMedia: () => null,
  createdAt: (product) => utcInstant(product.createdAtMs),
  updatedAt: (product) => utcInstant(product.createdAtMs),
  variants: connection((product) => [product], (product: ProductRecord) => product.variantId),
});

export const productVariantFields = fieldsOf<ProductRecord>({
  id: (product) => gid("ProductVariant", product.variantId),
  legacyResourceId: (product) => product.variantId,
  title: () => "Default Title",
  displayName: (product) => `${product.title} - Default Title`,
  sku: (product) => product.sku,
  barcode: () => null,
  position: () => 1,
  availableForSale: () => true,
  taxable: () => true,
  price: (product, _args, { house }) => decimalAmount(product.priceMinor, house.shop.settings.currency),
  compareAtPrice: () => null,
  selectedOptions: () => [{ name: "Title", value: "Default Title", optionValue: undefined }],
  createdAt: (product) => utcInstant(product.createdAtMs),
  updatedAt: (product) => utcInstant(product.createdAtMs),
  product: (product) => product,
});
