import { gidOf, type CustomerId } from "#app/domain/ids.ts";
import type { EffectOutcome } from "#app/domain/effect.ts";
import { sendAccountInvite } from "#app/shopify/documents/send-account-invite.ts";
import { TerminalError } from "#app/shopify/errors.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";

/**
 * Has Shopify invite a customer to a classic account: only its mail carries the link by which a password is chosen. `state`
 * is the customer's in Shopify; "INVITED" says that such a mail went out, ours of an attempt whose answer was lost or the
 * merchant's, and none is sent again. Throws while the app may not change customers there.
 */
export async function inviteByShopify(shop: { domain: string }, { customerId, state, isRepeat }: { customerId: CustomerId; state: string; isRepeat: boolean }): Promise<EffectOutcome> {
  if (state === "INVITED") return isRepeat ? { outcome: "done", receipt: { kind: "sent" } } : { outcome: "unsent", because: "not_due" };
  try {
    await runAdmin(shop, sendAccountInvite, { id: gidOf(customerId, "Customer") });
    return { outcome: "done", receipt: { kind: "sent" } };
  } catch (error) {
    if (error instanceof TerminalError && error.userErrors[0]) return { outcome: "refused", code: error.code ?? null, message: error.userErrors[0].message };
    throw error;
  }
}
