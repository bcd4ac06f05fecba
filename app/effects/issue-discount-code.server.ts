import type { EffectOutcome } from "#app/domain/effect.ts";
import { discountByCode } from "#app/shopify/documents/discount-by-code.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import { createDiscount, type DiscountToMake } from "./create-discount.server.ts";
import type { EffectShop, Performer } from "./performer.ts";
import { mayHaveHappened, provenRefusalOf } from "./refusal.ts";

/**
 * Makes a discount code. After a lost answer it is looked up before it is made again, and "taken" is success if it is ours:
 * the title ends with the id of what it was made for. A refusal after a lost answer is one as well: whoever books it has the
 * code looked for and taken back before any points return.
 */
export async function issueDiscount(shop: EffectShop, effect: DiscountToMake, isRepeat: boolean): Promise<EffectOutcome> {
  const findOurs = async (): Promise<string | undefined> => {
    const { codeDiscountNodeByCode: found } = await runAdmin(shop, discountByCode, { code: effect.code });
    return found?.codeDiscount.title === effect.title ? found.id : undefined;
  };
  try {
    const shopifyId = (isRepeat ? await findOurs() : undefined) ?? (await createDiscount(shop, effect));
    return { outcome: "done", receipt: { kind: "issued", shopifyId } };
  } catch (error) {
    const shopifyId = mayHaveHappened(error) ? await findOurs() : undefined;
    return shopifyId ? { outcome: "done", receipt: { kind: "issued", shopifyId } } : provenRefusalOf(error, { isRepeat: false });
  }
}

export const issueDiscountCode: Performer<"issue_discount_code"> = ({ shop, effect, isRepeat }) => issueDiscount(shop, effect, isRepeat);
