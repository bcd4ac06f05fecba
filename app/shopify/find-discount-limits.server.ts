import type { DiscountLimits } from "#app/domain/confirmation/static-code.ts";
import { discountLimits } from "./documents/discount-limits.ts";
import { runAdmin } from "./run-admin.server.ts";

/** Asks whom a code of the shop is for and how often; undefined for a code that it does not have. Throws as runAdmin does. */
export const findDiscountLimits =
  (shop: { domain: string }) =>
  async (code: string): Promise<DiscountLimits | undefined> => {
    const found = (await runAdmin(shop, discountLimits, { code })).codeDiscountNodeByCode?.codeDiscount;
    if (!found) return undefined;
    return { isActive: found.status === "ACTIVE", isOncePerCustomer: found.appliesOncePerCustomer ?? false, isForSegment: found.context?.__typename === "DiscountCustomerSegments" };
  };
