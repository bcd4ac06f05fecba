import { metafieldsOf, plainNamespace } from "#standin/shop/metafields.ts";
import type { CustomerRecord, ProductRecord } from "#standin/shop/records.ts";
import type { Shop } from "#standin/shop/shop.ts";

export interface CartLine {
  product: ProductRecord;
  variantId: string;
  priceMinor: number;
  quantity: number;
}

/** Somebody on a page of the shop. */
export interface Visitor {
  shop: Shop;
  customer: CustomerRecord | null;
  locale: string;
  /** What prices are shown in; amounts are not converted. */
  currency: string;
  cart: CartLine[];
  isInEditor: boolean;
}

type MetafieldObjects = Record<string, Record<string, { type: string; value: unknown }>>;

/** The app's own fields by "$app:" namespace, as its blocks see them. */
function metafieldObjects(shop: Shop, ownerGid: string): MetafieldObjects {
  const objects: MetafieldObjects = {};
  const own = plainNamespace("$app");
  for (const field of metafieldsOf(shop).fields.values()) {
    if (field.ownerGid !== ownerGid || !field.namespace.startsWith(own)) continue;
    const namespace = field.namespace.replace(`${own}--`, "$app:");
    (objects[namespace] ??= {})[field.key] = { type: field.type, value: field.type === "json" ? (JSON.parse(field.value) as unknown) : field.value };
  }
  return objects;
}

const hundredths = (minor: number, currency: string): number => Math.round((minor * 100) / 10 ** (new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2));

export const variantsOf = (product: ProductRecord): { id: string; title: string; priceMinor: number }[] => [
  { id: product.variantId, title: product.moreVariants?.length ? "Standard" : "Default Title", priceMinor: product.priceMinor }, ...(product.moreVariants ?? []),
];

export function productObject({ settings: { currency } }: Shop, product: ProductRecord): Record<string, unknown> {
  const variants = variantsOf(product).map(({ id, title, priceMinor }) => ({ id: Number(id), title, price: hundredths(priceMinor, currency), available: true }));
  const [variant] = variants;
  const priceVaries = variants.some(({ price }) => price !== variant?.price);
  return { id: Number(product.id), title: product.title, price: variant?.price, price_varies: priceVaries, "gift_card?": product.giftCard, variants, selected_or_first_available_variant: variant };
}

function cartObject({ shop, cart, currency }: Visitor): object {
  const items = cart.map(({ product, variantId, priceMinor, quantity }) => {
    const price = hundredths(priceMinor, shop.settings.currency);
    return { title: product.title, quantity, price, final_line_price: price * quantity, gift_card: product.giftCard, variant_id: Number(variantId) };
  });
  return { items, currency: { iso_code: currency }, item_count: items.reduce((sum, { quantity }) => sum + quantity, 0), total_price: items.reduce((sum, item) => sum + item.final_line_price, 0) };
}

/** Shopify's global objects, as far as blocks and the stand-in's theme ask for them. `root` is the address of the shop; `carry` the query that keeps the visitor signed in. */
export function globalsFor(visitor: Visitor, { root, carry = "", product }: { root: string; carry?: string; product?: ProductRecord | undefined }): Record<string, unknown> {
  const { shop, customer, locale, isInEditor } = visitor;
  return {
    shop: { name: shop.settings.name, currency: shop.settings.currency, metafields: metafieldObjects(shop, `gid://shopify/Shop/${shop.id}`) },
    customer: customer && {
      id: Number(customer.id), email: customer.email, first_name: customer.firstName, tags: customer.tags, metafields: metafieldObjects(shop, `gid://shopify/Customer/${customer.id}`),
    },
    cart: cartObject(visitor),
    product: product && productObject(shop, product),
    request: { locale: { iso_code: locale, primary: locale.startsWith("en") }, design_mode: isInEditor },
    routes: { root_url: root, account_url: `${root}/account${carry}`, account_login_url: `${root}/account/login`, cart_url: `${root}/cart` },
  };
}
