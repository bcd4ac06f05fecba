import { gidOf } from "#app/domain/ids.ts";
import { toDecimal, toMinor } from "#app/domain/money.ts";
import { debitStoreCredit as operation } from "#app/shopify/documents/debit-store-credit.ts";
import { storeCreditLeft } from "#app/shopify/documents/store-credit-left.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import { askOnce } from "./ask-once.server.ts";
import type { Performer } from "./performer.ts";

const UNCLEAR =
  "Shopify’s answer was lost, so Thrice can’t tell whether the store credit was taken back. Look at the customer’s store credit in Shopify.";

/** Reads what is left of one credit. What there is to take is committed before it is taken, so that a repeated debit says the same. */
export const lookForStoreCredit: Performer<"look_for_store_credit"> = async ({ shop, effect: { shopifyId } }) => {
  const { node } = await runAdmin(shop, storeCreditLeft, { id: shopifyId });
  const { amount, currencyCode } = node?.remainingAmount ?? { amount: "0", currencyCode: shop.currency };
  return { outcome: "done", receipt: { kind: "credit_seen", leftMinor: toMinor(amount, currencyCode), currency: currencyCode } };
};

/** Takes store credit back, once for a redemption. Refused when the customer spends it in the same moment. */
export const debitStoreCredit: Performer<"debit_store_credit"> = (attempt) =>
  askOnce(attempt, UNCLEAR, async ({ shop, effect: { redemptionId, customerId, amountMinor, currency } }) => {
    const debit = { debitAmount: { amount: toDecimal(amountMinor, currency), currencyCode: currency } };
    await runAdmin(shop, operation, { id: gidOf(customerId, "Customer"), debit, key: `${redemptionId}:debit` });
    return { kind: "taken_back", isTaken: true };
  });
