import { gidOf } from "#app/domain/ids.ts";
import { toDecimal } from "#app/domain/money.ts";
import { creditStoreCredit as operation } from "#app/shopify/documents/credit-store-credit.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import type { Performer } from "./performer.ts";
import { refusalOf } from "./refusal.ts";

/** Credits a customer's store credit, once for a redemption: its id is the key by which Shopify knows a repeated call. */
export const creditStoreCredit: Performer<"credit_store_credit"> = async ({ shop, effect: { redemptionId, customerId, amountMinor, currency, endsAt } }) => {
  try {
    const credit = { creditAmount: { amount: toDecimal(amountMinor, currency), currencyCode: currency }, expiresAt: endsAt, notify: false };
    const { storeCreditAccountCredit } = await runAdmin(shop, operation, { id: gidOf(customerId, "Customer"), credit, key: redemptionId });
    return { outcome: "done", receipt: { kind: "issued", shopifyId: storeCreditAccountCredit.storeCreditAccountTransaction.id } };
  } catch (error) {
    return refusalOf(error);
  }
};
