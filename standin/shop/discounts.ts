import { placeOrder, type OrderInput } from "./place-order.ts";
import type { OrderRecord } from "./records.ts";
import type { Shop } from "./shop.ts";

export type DiscountValue =
  | { kind: "amount"; amountMinor: number }
  | { kind: "percentage"; share: number }
  | { kind: "free-shipping" }
  | { kind: "free-product"; productIds: string[]; variantIds: string[]; buyAmountMinor: number };

/** A discount with its one code. Further codes of a discount are records that inherit from it; each has its own `code`, `used` and `redeemCodeId`. */
export interface DiscountCodeRecord {
  id: string;
  type: "DiscountCodeBasic" | "DiscountCodeBxgy" | "DiscountCodeFreeShipping";
  code: string;
  title: string;
  startsAtMs: number;
  endsAtMs: number | null;
  usageLimit: number | null;
  used: number;
  /** Empty for everybody. */
  customerIds: Set<string>;
  isOncePerCustomer?: boolean;
  segmentIds?: string[];
  redeemCodeId?: string;
  value: DiscountValue;
  minimumMinor: number;
  combinesWith: { orderDiscounts: boolean; productDiscounts: boolean; shippingDiscounts: boolean };
}

const books = new WeakMap<Shop, Map<string, DiscountCodeRecord>>();

/** The discounts of a shop by code in capitals: Shopify takes a code in any case. */
export function discountsOf(shop: Shop): Map<string, DiscountCodeRecord> {
  const book = books.get(shop) ?? new Map<string, DiscountCodeRecord>();
  books.set(shop, book);
  return book;
}

export const findDiscount = (shop: Shop, code: string): DiscountCodeRecord | undefined => discountsOf(shop).get(code.toUpperCase());

export const discountStatus = (discount: DiscountCodeRecord, nowMs: number): "ACTIVE" | "EXPIRED" | "SCHEDULED" =>
  discount.endsAtMs !== null && discount.endsAtMs <= nowMs ? "EXPIRED" : discount.startsAtMs > nowMs ? "SCHEDULED" : "ACTIVE";

/** Places an order at a checkout where this code is entered. Throws, as a sentence, where Shopify's checkout would not take the code. */
export function placeOrderWithCode(shop: Shop, { code, ...order }: OrderInput & { code: string }): OrderRecord {
  return placeOrderWithCodes(shop, { ...order, codes: [code] });
}

/** As `placeOrderWithCode`, with several codes: each must be good alone, and any two must combine. Nothing is used where one is refused. */
export function placeOrderWithCodes(shop: Shop, { codes, ...order }: OrderInput & { codes: string[] }): OrderRecord {
  const lines = order.lines ?? [{ title: "Gift", quantity: 1, unitPriceMinor: order.totalMinor ?? 1000 }];
  const subtotalMinor = lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0);
  const discounts = checkCodes(shop, { codes, subtotalMinor, customerId: order.customer?.id });
  let leftMinor = subtotalMinor;
  const discountCodes = discounts.map(({ code, value }) => {
    const amountMinor = Math.min(leftMinor, takenOff(value, subtotalMinor, lines));
    leftMinor -= amountMinor;
    return { code, amountMinor };
  });
  for (const discount of discounts) discount.used += 1;
  const { totalMinor: _total, ...rest } = order;
  return placeOrder(shop, { ...rest, lines, discountCodes });
}

/** The discounts of codes at a checkout. Throws, as a sentence, where one is not good or two do not combine. */
export function checkCodes(shop: Shop, { codes, subtotalMinor, customerId }: { codes: string[]; subtotalMinor: number; customerId: string | undefined }): DiscountCodeRecord[] {
  const discounts = [...new Set(codes.map((code) => code.toUpperCase()))].map((code) => goodDiscount(shop, { code, subtotalMinor, customerId }));
  for (const [at, one] of discounts.entries()) for (const other of discounts.slice(at + 1)) refuseUncombined(one, other);
  return discounts;
}

function goodDiscount(shop: Shop, { code, subtotalMinor, customerId }: { code: string; subtotalMinor: number; customerId: string | undefined }): DiscountCodeRecord {
  const discount = findDiscount(shop, code);
  if (!discount) throw new Error(`there is no code ${code}`);
  if (discountStatus(discount, shop.nowMs()) !== "ACTIVE") throw new Error(`the code ${code} is not active`);
  if (discount.usageLimit !== null && discount.used >= discount.usageLimit) throw new Error(`the code ${code} was used`);
  if (discount.customerIds.size > 0 && !discount.customerIds.has(String(customerId))) throw new Error(`the code ${code} is not for this customer`);
  if (subtotalMinor < discount.minimumMinor) throw new Error(`the code ${code} asks for a larger order`);
  return discount;
}

/** Two codes combine where each allows the class of the other. */
function refuseUncombined(one: DiscountCodeRecord, other: DiscountCodeRecord): void {
  if (!one.combinesWith[classOf(other)] || !other.combinesWith[classOf(one)]) throw new Error(`the codes ${one.code} and ${other.code} do not combine`);
}

const classOf = ({ value }: DiscountCodeRecord): keyof DiscountCodeRecord["combinesWith"] =>
  value.kind === "free-shipping" ? "shippingDiscounts" : value.kind === "free-product" ? "productDiscounts" : "orderDiscounts";

function takenOff(value: DiscountValue, subtotalMinor: number, lines: NonNullable<OrderInput["lines"]>): number {
  switch (value.kind) {
    case "amount": return value.amountMinor;
    case "percentage": return Math.floor(subtotalMinor * value.share);
    case "free-shipping": return 0;
    case "free-product": return lines.find((line) => value.productIds.includes(line.productId ?? "") || value.variantIds.includes(line.variantId ?? ""))?.unitPriceMinor ?? 0;
  }
}
