import { gidOf } from "#app/domain/ids.ts";
import { discountByCode } from "#app/shopify/documents/discount-by-code.ts";
import { updateBasicDiscount } from "#app/shopify/documents/update-basic-discount.ts";
import { updateFreeProduct } from "#app/shopify/documents/update-free-product.ts";
import { updateFreeShipping } from "#app/shopify/documents/update-free-shipping.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import type { Performer } from "./performer.ts";
import { refusalOf } from "./refusal.ts";

/** Binds a code to the survivor of a merge. The customer who vanished needs no removal, and Shopify may not know them any more. */
export const rebindDiscountCode: Performer<"rebind_discount_code"> = async ({ shop, effect: { code, customerId, grantKind } }) => {
  try {
    const { codeDiscountNodeByCode: found } = await runAdmin(shop, discountByCode, { code });
    const change = { id: found?.id ?? "", discount: { context: { customers: { add: [gidOf(customerId, "Customer")] } } } };
    if (found && grantKind === "free_shipping") await runAdmin(shop, updateFreeShipping, change);
    else if (found && grantKind === "free_product") await runAdmin(shop, updateFreeProduct, change);
    else if (found) await runAdmin(shop, updateBasicDiscount, change);
    return { outcome: "done", receipt: { kind: "rebound" } };
  } catch (error) {
    return refusalOf(error);
  }
};
