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
export function placeOrderWithCode(shop: Shop, input: OrderInput & { code: string }): OrderRecord {
  const { code, ...order } = input;
  const discount = findDiscount(shop, code);
  if (!discount) throw new Error(`there is no code ${code}`);
  const lines = order.lines ?? [{ title: "Gift", quantity: 1, unitPriceMinor: order.totalMinor ?? 1000 }];
  const subtotalMinor = lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0);
  const nowMs = shop.nowMs();
  if (discountStatus(discount, nowMs) !== "ACTIVE") throw new Error(`the code ${code} is not active`);
  if (discount.usageLimit !== null && discount.used >= discount.usageLimit) throw new Error(`the code ${code} was used`);
  if (discount.customerIds.size > 0 && !discount.customerIds.has(String(order.customer?.id))) throw new Error(`the code ${code} is not for this customer`);
  if (subtotalMinor < discount.minimumMinor) throw new Error(`the code ${code} asks for a larger order`);
  discount.used += 1;
  const amountMinor = Math.min(subtotalMinor, takenOff(discount.value, subtotalMinor, lines));
  const { totalMinor: _total, ...rest } = order;
  return placeOrder(shop, { ...rest, lines, discountCodes: [{ code: discount.code, amountMinor }] });
}

function takenOff(value: DiscountValue, subtotalMinor: number, lines: NonNullable<OrderInput["lines"]>): number {
  switch (value.kind) {
    case "amount": return value.amountMinor;
    case "percentage": return Math.floor(subtotalMinor * value.share);
    case "free-shipping": return 0;
    case "free-product": return lines.find((line) => value.productIds.includes(line.productId ?? "") || value.variantIds.includes(line.variantId ?? ""))?.unitPriceMinor ?? 0;
  }
}
