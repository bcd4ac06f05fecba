import { deactivateDiscount } from "#app/shopify/documents/deactivate-discount.ts";
import { discountByCode } from "#app/shopify/documents/discount-by-code.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import type { Performer } from "./performer.ts";

/** Deactivates a code of an order confirmation. One that was never made, or has ended, needs nothing; somebody else's is left alone. */
export const revokeConfirmationCode: Performer<"revoke_confirmation_code"> = async ({ shop, effect: { code, title } }) => {
  const { codeDiscountNodeByCode: found } = await runAdmin(shop, discountByCode, { code });
  if (found && found.codeDiscount.title === title && found.codeDiscount.status !== "EXPIRED") await runAdmin(shop, deactivateDiscount, { id: found.id });
  return { outcome: "done", receipt: { kind: "closed", carriedBy: [] } };
};
