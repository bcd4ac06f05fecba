import type { EffectOf } from "#app/domain/effect.ts";
import { gidOf } from "#app/domain/ids.ts";
import { toDecimal } from "#app/domain/money.ts";
import { createBasicDiscount } from "#app/shopify/documents/create-basic-discount.ts";
import { createFreeProduct } from "#app/shopify/documents/create-free-product.ts";
import { createFreeShipping } from "#app/shopify/documents/create-free-shipping.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";

/** A code to be made; `customerId` null: for whoever has it. */
export type DiscountToMake = Omit<EffectOf<"issue_discount_code">, "kind" | "redemptionId" | "customerId"> & { customerId: string | null };

const sharedInput = ({ code, title, customerId, startsAt, endsAt, usesMax, combinesWith, minimumOrderMinor, currency }: DiscountToMake) => ({
  code,
  title,
  startsAt,
  endsAt,
  usageLimit: usesMax,
  context: customerId === null ? { all: "ALL" } : { customers: { add: [gidOf(customerId, "Customer")] } },
  combinesWith,
  ...(minimumOrderMinor > 0 && { minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: toDecimal(minimumOrderMinor, currency) } } }),
});

function freeProductInput(effect: DiscountToMake, { productId, variantId }: { productId: string; variantId: string | null }) {
  const { minimumRequirement: _minimum, ...shared } = sharedInput(effect);
  const products = variantId ? { productVariantsToAdd: [gidOf(variantId, "ProductVariant")] } : { productsToAdd: [gidOf(productId, "Product")] };
  return {
    ...shared,
    usesPerOrderLimit: 1,
    // A percentage off the product alone would make any number of them free. "Buy something, get one" gives exactly one.
    customerBuys: { items: { all: true }, value: { amount: toDecimal(Math.max(1, effect.minimumOrderMinor), effect.currency) } },
    customerGets: { items: { products }, value: { discountOnQuantity: { quantity: "1", effect: { percentage: 1 } } } },
  };
}

/** Makes a discount in Shopify. Answers its gid. */
export async function createDiscount(shop: { domain: string }, effect: DiscountToMake): Promise<string> {
  const { grant } = effect;
  const shared = sharedInput(effect);
  switch (grant.kind) {
    case "amount_off": {
      const value = { discountAmount: { amount: toDecimal(grant.amountMinor, effect.currency), appliesOnEachItem: false } };
      return (await runAdmin(shop, createBasicDiscount, { discount: { ...shared, customerGets: { items: { all: true }, value } } })).discountCodeBasicCreate.codeDiscountNode.id;
    }
    case "percent_off": {
      const value = { percentage: grant.percent / 100 };
      return (await runAdmin(shop, createBasicDiscount, { discount: { ...shared, customerGets: { items: { all: true }, value } } })).discountCodeBasicCreate.codeDiscountNode.id;
    }
    case "free_shipping":
      return (await runAdmin(shop, createFreeShipping, { discount: { ...shared, destination: { all: true } } })).discountCodeFreeShippingCreate.codeDiscountNode.id;
    case "free_product":
      return (await runAdmin(shop, createFreeProduct, { discount: freeProductInput(effect, grant) })).discountCodeBxgyCreate.codeDiscountNode.id;
    case "store_credit":
    case "gift_card":
      throw new Error(`${grant.kind} is no discount`);
  }
}
