import { redeemCode, removeRedeemCodes } from "#app/shopify/documents/redeem-codes.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import { isPrintDiscount } from "#app/domain/confirmation/code-pool.ts";
import type { Performer } from "./performer.ts";

/** Takes one unused printed code out of its discount; the codes of other orders in it go on working. One that is not there needs nothing. */
export const removePrintedCode: Performer<"remove_printed_code"> = async ({ shop, effect: { code } }) => {
  const { codeDiscountNodeByCode: found } = await runAdmin(shop, redeemCode, { code });
  const ours = found && isPrintDiscount(found.codeDiscount.title) ? found.codeDiscount.codes?.nodes.find((one) => one.code.toUpperCase() === code) : undefined;
  if (found && ours) await runAdmin(shop, removeRedeemCodes, { id: found.id, ids: [ours.id] });
  return { outcome: "done", receipt: { kind: "closed", carriedBy: [] } };
};
