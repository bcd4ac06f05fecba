import { discountByCode } from "#app/shopify/documents/discount-by-code.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import { createDiscount } from "./create-discount.server.ts";
import type { Performer } from "./performer.ts";
import { mayHaveHappened, refusalOf } from "./refusal.ts";

/**
 * Makes a discount code. After a lost answer it is looked up before it is made again, and "taken" is success if it is ours:
 * the title ends with the redemption's id.
 */
export const issueDiscountCode: Performer<"issue_discount_code"> = async ({ shop, effect, isRepeat }) => {
  const findOurs = async (): Promise<string | undefined> => {
    const { codeDiscountNodeByCode: found } = await runAdmin(shop, discountByCode, { code: effect.code });
    return found?.codeDiscount.title === effect.title ? found.id : undefined;
  };
  try {
    const shopifyId = (isRepeat ? await findOurs() : undefined) ?? (await createDiscount(shop, effect));
    return { outcome: "done", receipt: { kind: "issued", shopifyId } };
  } catch (error) {
    const shopifyId = mayHaveHappened(error) ? await findOurs() : undefined;
    return shopifyId ? { outcome: "done", receipt: { kind: "issued", shopifyId } } : refusalOf(error);
  }
};
