import { sentRedeemCodes } from "#standin/admin-api/redeem-codes.ts";
import { discountsOf, discountStatus, placeOrderWithCode, type DiscountCodeRecord } from "#standin/shop/discounts.ts";
import type { OrderInput } from "#standin/shop/place-order.ts";
import type { ControlRoutes } from "./control-route.ts";
import { shownOrderWithLines } from "./shown.ts";

const shownDiscount = (discount: DiscountCodeRecord, nowMs: number): object => ({
  id: discount.id,
  code: discount.code,
  title: discount.title,
  type: discount.type,
  status: discountStatus(discount, nowMs),
  value: discount.value,
  minimumMinor: discount.minimumMinor,
  usageLimit: discount.usageLimit,
  used: discount.used,
  customerIds: [...discount.customerIds],
  combinesWith: discount.combinesWith,
});

export const discountRoutes: ControlRoutes = {
  "GET discounts": ({ house: { shop } }) => [...discountsOf(shop).values()].map((discount) => shownDiscount(discount, shop.nowMs())),
  "GET discounts/sent": ({ house: { shop } }) => sentRedeemCodes(shop),
  "POST discounts/use": ({ house, body }) => shownOrderWithLines(placeOrderWithCode(house.shop, body as unknown as OrderInput & { code: string })),
};
