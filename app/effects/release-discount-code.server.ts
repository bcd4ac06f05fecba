import { idOfGid } from "#app/domain/ids.ts";
import { deactivateDiscount } from "#app/shopify/documents/deactivate-discount.ts";
import { discountByCode } from "#app/shopify/documents/discount-by-code.ts";
import { ordersWithCode } from "#app/shopify/documents/orders-with-code.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";
import type { Performer } from "./performer.ts";

// Shopify's search of orders follows with some delay, and a checkout may have been under way with the code.
const LOOK_AFTER_MS = 60_000;



/**
 * Takes a code back: deactivates it, and a minute later looks for orders that carry it, so that points are only returned
 * for a code that nobody used and nobody can use any more. A code that was never made counts as deactivated.
 */
export const releaseDiscountCode: Performer<"release_discount_code"> = async ({ shop, effect: { code, redemptionId } }) => {
  const { codeDiscountNodeByCode: found } = await runAdmin(shop, discountByCode, { code });
  const isOurs = found?.codeDiscount.title?.endsWith(`(${redemptionId})`) ?? false;
  if (found && isOurs && found.codeDiscount.status !== "EXPIRED") {
    await runAdmin(shop, deactivateDiscount, { id: found.id });
    return { outcome: "again", afterMs: LOOK_AFTER_MS };
  }
  const { orders } = await runAdmin(shop, ordersWithCode, { query: `discount_code:'${code}'` });
  const carriedBy = orders.nodes
    .filter((order) => order.cancelledAt === null && order.displayFinancialStatus !== "REFUNDED" && order.discountCodes.some((one) => one.toUpperCase() === code))
    .map((order) => idOfGid(order.id, "Order"));
  return { outcome: "done", receipt: { kind: "closed", carriedBy } };
};
