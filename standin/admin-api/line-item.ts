import { lineDiscountedMinor, linePriceMinor, returnedQuantity } from "#standin/shop/order-sums.ts";
import type { LineRecord } from "#standin/shop/records.ts";
import { fieldsOf, gid, type Resolve } from "./fields.ts";
import { moneyBag } from "./money-bag.ts";
import { discountApplications, type Inside } from "./order.ts";

type Source = Inside<LineRecord>;
const money = (read: (line: LineRecord) => number): Resolve<Source> => ({ order, item }) => moneyBag(read(item), order.currency);

export const lineItemFields = fieldsOf<Source>({
  id: ({ item }) => gid("LineItem", item.id),
  title: ({ item }) => item.title,
  name: ({ item }) => item.title,
  variantTitle: () => null,
  vendor: () => null,
  sku: ({ item }) => item.sku,
  quantity: ({ item }) => item.quantity,
  currentQuantity: ({ order, item }) => item.quantity - returnedQuantity(order, item),
  refundableQuantity: ({ order, item }) => item.quantity - returnedQuantity(order, item),
  unfulfilledQuantity: ({ order, item }) => (order.fulfillments.length > 0 ? 0 : item.quantity - returnedQuantity(order, item)),
  isGiftCard: ({ item }) => item.giftCard,
  requiresShipping: ({ item }) => !item.giftCard,
  taxable: () => true,
  customAttributes: () => [],
  originalUnitPriceSet: money((line) => line.unitPriceMinor),
  originalTotalSet: money(linePriceMinor),
  // Codes are spread over the order, so Shopify leaves them out of a line's discounted total unless asked.
  discountedTotalSet: ({ order, item }, args) =>
    moneyBag(args["withCodeDiscounts"] === true ? lineDiscountedMinor(item) : linePriceMinor(item), order.currency),
  totalDiscountSet: money(() => 0),
  discountedUnitPriceSet: money((line) => line.unitPriceMinor),
  discountedUnitPriceAfterAllDiscountsSet: money((line) => Math.round(lineDiscountedMinor(line) / line.quantity)),
  discountAllocations: ({ order, item }) => (item.discountMinor === 0 ? [] : [{
    allocatedAmountSet: moneyBag(item.discountMinor, order.currency),
    discountApplication: discountApplications(order)[0],
  }]),
  taxLines: ({ order, item }) => (item.taxMinor === 0 ? [] : [{
    title: "VAT", rate: 0.2, ratePercentage: 20, source: null, channelLiable: false, priceSet: moneyBag(item.taxMinor, order.currency),
  }]),
  duties: () => [],
  product: ({ item }) => item.product,
  variant: ({ item }) => item.product,
});
