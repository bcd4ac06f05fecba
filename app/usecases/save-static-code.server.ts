import { staticCodeFault, type DiscountLimits } from "#app/domain/confirmation/static-code.ts";
import { confirmationRules } from "#app/domain/confirmation/confirmation-rules.ts";
import { findConfirmationSettings, saveConfirmationSettings, setStaticCode } from "#app/store/confirmation-settings.server.ts";
import { FORM_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";

/** Takes a merchant's own code for order confirmations, once Shopify knows it and limits it as it should. Answers what is wrong, or undefined. */
export async function saveStaticCode(
  shopId: number,
  { code: typed, findLimits, by, now }: { code: string; findLimits: (code: string) => Promise<DiscountLimits | undefined>; by: string; now: Date },
): Promise<string | undefined> {
  const code = typed.trim();
  const fault = staticCodeFault(code, code === "" || code.length > 255 ? undefined : await findLimits(code));
  if (fault) return fault;
  await holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx) => {
    if (!(await findConfirmationSettings(tx, shopId))) await saveConfirmationSettings(tx, shopId, { way: "off", rules: confirmationRules.parse({}), since: now, by, now });
    await setStaticCode(tx, shopId, code);
  });
  return undefined;
}
