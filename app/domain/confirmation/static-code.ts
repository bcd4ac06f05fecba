/** Whom a merchant's own code is for, and how often. */
export interface DiscountLimits {
  isActive: boolean;
  isOncePerCustomer: boolean;
  isForSegment: boolean;
}

/** Why a code that is the same for everybody cannot stand in order confirmations, as a sentence; undefined where it can. */
export function staticCodeFault(code: string, limits: DiscountLimits | undefined): string | undefined {
  if (code === "") return "Enter a code.";
  if (!/^[\p{L}\p{N}_-]{1,255}$/u.test(code)) return "A code has letters, digits, hyphens and underscores only.";
  if (!limits) return "Shopify does not know this code. Make it under Discounts first.";
  if (!limits.isActive) return "This code is not active in Shopify.";
  if (!limits.isForSegment) return "Anybody could use this code. In Shopify, limit it to a customer segment.";
  if (!limits.isOncePerCustomer) return "This code works any number of times. In Shopify, limit it to one use per customer.";
  return undefined;
}
