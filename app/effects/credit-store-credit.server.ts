import { gidOf } from "#app/domain/ids.ts";
import { toDecimal } from "#app/domain/money.ts";
import { creditStoreCredit as operation } from "#app/shopify/documents/credit-store-credit.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import { askOnce } from "./ask-once.server.ts";
import type { Performer } from "./performer.ts";

const UNCLEAR =
  "Shopify’s answer was lost, so Thrice can’t tell whether the store credit was given. Look at the customer’s store credit in Shopify.";

/** Credits a customer's store credit, once for a redemption: its id is the key by which Shopify knows a repeated call. */
export const creditStoreCredit: Performer<"credit_store_credit"> = (attempt) =>
  askOnce(attempt, UNCLEAR, async ({ shop, effect: { redemptionId, customerId, amountMinor, currency, endsAt } }) => {
    const credit = { creditAmount: { amount: toDecimal(amountMinor, currency), currencyCode: currency }, expiresAt: endsAt, notify: false };
    const { storeCreditAccountCredit } = await runAdmin(shop, operation, { id: gidOf(customerId, "Customer"), credit, key: redemptionId });
    return { kind: "issued", shopifyId: storeCreditAccountCredit.storeCreditAccountTransaction.id };
  });
