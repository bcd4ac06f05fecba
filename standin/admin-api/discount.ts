import { discountsOf, discountStatus, findDiscount, type DiscountCodeRecord, type DiscountValue } from "#standin/shop/discounts.ts";
import type { Shop } from "#standin/shop/shop.ts";
import { utcInstant } from "#standin/shop/time.ts";
import { minorOf } from "./decimal-amount.ts";
import { fieldsOf, findIdInGid, gid, type FieldArguments, type RequestContext } from "./fields.ts";
import { notImplemented } from "./graphql-errors.ts";
import { findDiscountById as findById, redeemCodesConnection } from "./redeem-codes.ts";

interface Refusal {
  field: string[];
  message: string;
  code: string;
}

interface DiscountInput {
  code?: string;
  title?: string;
  startsAt?: string;
  endsAt?: string | null;
  usageLimit?: number | null;
  appliesOncePerCustomer?: boolean;
  context?: { customers?: { add?: string[]; remove?: string[] }; customerSegments?: { add?: string[] }; all?: string };
  combinesWith?: Partial<DiscountCodeRecord["combinesWith"]>;
  minimumRequirement?: { subtotal?: { greaterThanOrEqualToSubtotal?: string | number } };
  customerBuys?: { value?: { amount?: string | number } };
  customerGets?: {
    value?: { percentage?: number; discountAmount?: { amount?: string | number }; discountOnQuantity?: { quantity: string; effect: { percentage?: number } } };
    items?: { all?: boolean; products?: { productsToAdd?: string[]; productVariantsToAdd?: string[] } };
  };
}

const NO_COMBINATION = { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false };

/** The value of a discount, or what Shopify says is wrong with it. */
function valueOf(input: DiscountInput, type: DiscountCodeRecord["type"], currency: string): DiscountValue | Omit<Refusal, "field"> {
  if (type === "DiscountCodeFreeShipping") return { kind: "free-shipping" };
  const { percentage, discountAmount, discountOnQuantity } = input.customerGets?.value ?? {};
  if (type === "DiscountCodeBxgy") {
    const { productsToAdd = [], productVariantsToAdd = [] } = input.customerGets?.items?.products ?? {};
    if (productsToAdd.length + productVariantsToAdd.length === 0) return { message: "Items in 'customer get' must be specified", code: "BLANK" };
    if (discountOnQuantity?.effect.percentage !== 1) throw notImplemented("a product that is not free");
    const idsOf = (kind: string, gids: string[]) => gids.map((one) => findIdInGid(kind, one) ?? "");
    const buyAmountMinor = minorOf(input.customerBuys?.value?.amount ?? 0, currency);
    return { kind: "free-product", productIds: idsOf("Product", productsToAdd), variantIds: idsOf("ProductVariant", productVariantsToAdd), buyAmountMinor };
  }
  if (percentage !== undefined) {
    return percentage > 0 && percentage <= 1 ? { kind: "percentage", share: percentage } : { message: "Value must be between 0.0 and 1.0", code: "VALUE_OUTSIDE_RANGE" };
  }
  const amountMinor = minorOf(discountAmount?.amount ?? 0, currency);
  return amountMinor > 0 ? { kind: "amount", amountMinor } : { message: "Amount must be greater than 0", code: "GREATER_THAN" };
}

function create(shop: Shop, { input, type, name }: { input: DiscountInput; type: DiscountCodeRecord["type"]; name: string }): DiscountCodeRecord | Refusal {
  const { code = "", title = "", startsAt, endsAt = null } = input;
  const refuse = (field: string, message: string, reason: string): Refusal => ({ field: [name, field], message, code: reason });
  if (code === "") return refuse("code", "Code can't be blank", "BLANK");
  if (title === "") return refuse("title", "Title can't be blank", "BLANK");
  if (findDiscount(shop, code)) return refuse("code", "Code must be unique. Please try a different code.", "TAKEN");
  if (!startsAt) return refuse("startsAt", "Starts at can't be blank", "BLANK");
  if (endsAt && Date.parse(endsAt) <= Date.parse(startsAt)) return refuse("endsAt", "Ends at needs to be after starts_at", "END_DATE_BEFORE_START_DATE");
  const customerIds = (input.context?.customers?.add ?? []).map((one) => findIdInGid("Customer", one) ?? "");
  if (customerIds.some((id) => !shop.customers.has(id))) return refuse("context", "Customer does not exist", "INVALID");
  const value = valueOf(input, type, shop.settings.currency);
  if ("message" in value) return refuse("customerGets", value.message, value.code);
  const minimum = minorOf(input.minimumRequirement?.subtotal?.greaterThanOrEqualToSubtotal ?? 0, shop.settings.currency);
  const discount: DiscountCodeRecord = {
    id: shop.nextId("made"), type, code, title, startsAtMs: Date.parse(startsAt), endsAtMs: endsAt ? Date.parse(endsAt) : null, usageLimit: input.usageLimit ?? null, used: 0,
    customerIds: new Set(customerIds), value, isOncePerCustomer: input.appliesOncePerCustomer ?? false, segmentIds: input.context?.customerSegments?.add ?? [], minimumMinor: Math.max(minimum, value.kind === "free-product" ? value.buyAmountMinor : 0), combinesWith: { ...NO_COMBINATION, ...input.combinesWith },
  };
  discountsOf(shop).set(code.toUpperCase(), discount);
  return discount;
}

const payload = (result: DiscountCodeRecord | Refusal): object =>
  "field" in result ? { codeDiscountNode: null, userErrors: [{ ...result, extraInfo: null }] } : { codeDiscountNode: result, userErrors: [] };

const creating = (type: DiscountCodeRecord["type"], name: string) => (_source: object, args: FieldArguments, { house }: RequestContext) =>
  payload(create(house.shop, { input: args[name] as DiscountInput, type, name }));

const UNKNOWN: Refusal = { field: ["id"], message: "Discount does not exist", code: "INVALID" };

/** Only whom a discount is for, and when it ends, can be changed here. */
const updating = (name: string) => (_source: object, args: FieldArguments, { house }: RequestContext) => {
  const discount = findById(house.shop, args["id"]);
  const { context, endsAt, ...rest } = args[name] as DiscountInput;
  if (Object.keys(rest).length > 0) throw notImplemented(`an update of ${Object.keys(rest).join(", ")}`);
  if (!discount) return payload(UNKNOWN);
  const ids = (gids: string[] = []) => gids.map((one) => findIdInGid("Customer", one) ?? "");
  if (ids(context?.customers?.add).some((id) => !house.shop.customers.has(id))) return payload({ field: [name, "context"], message: "Customer does not exist", code: "INVALID" });
  ids(context?.customers?.add).forEach((id) => discount.customerIds.add(id));
  ids(context?.customers?.remove).forEach((id) => discount.customerIds.delete(id));
  if (endsAt !== undefined) discount.endsAtMs = endsAt === null ? null : Date.parse(endsAt);
  return payload(discount);
};

export const discountMutationFields = fieldsOf<object>({
  discountCodeBasicCreate: creating("DiscountCodeBasic", "basicCodeDiscount"),
  discountCodeBxgyCreate: creating("DiscountCodeBxgy", "bxgyCodeDiscount"),
  discountCodeFreeShippingCreate: creating("DiscountCodeFreeShipping", "freeShippingCodeDiscount"),
  discountCodeBasicUpdate: updating("basicCodeDiscount"),
  discountCodeBxgyUpdate: updating("bxgyCodeDiscount"),
  discountCodeFreeShippingUpdate: updating("freeShippingCodeDiscount"),
  discountCodeDeactivate(_source, args, { house, nowMs }) {
    const discount = findById(house.shop, args["id"]);
    if (!discount) return payload(UNKNOWN);
    discount.endsAtMs = Math.min(discount.endsAtMs ?? nowMs, nowMs);
    return payload(discount);
  },
});

export const discountQueryFields = fieldsOf<object>({
  codeDiscountNodeByCode: (_source, args, { house }) => findDiscount(house.shop, String(args["code"])) ?? null,
  codeDiscountNode: (_source, args, { house }) => findById(house.shop, args["id"]) ?? null,
});

export const discountNodeFields = fieldsOf<DiscountCodeRecord>({
  id: (discount) => gid("DiscountCodeNode", discount.id),
  codeDiscount: (discount, _args, context) => {
    context.typeNames.set(discount, discount.type);
    return discount;
  },
});

/** The fields that the three kinds of code discounts share. */
export const codeDiscountFields = fieldsOf<DiscountCodeRecord>({
  title: (discount) => discount.title,
  status: (discount, _args, { nowMs }) => discountStatus(discount, nowMs),
  startsAt: (discount) => utcInstant(discount.startsAtMs),
  endsAt: (discount) => (discount.endsAtMs === null ? null : utcInstant(discount.endsAtMs)),
  usageLimit: (discount) => discount.usageLimit,
  asyncUsageCount: (discount) => discount.used,
  combinesWith: (discount) => discount.combinesWith,
  codes: redeemCodesConnection,
  appliesOncePerCustomer: (discount) => discount.isOncePerCustomer ?? false,
  context: (discount) => ({ __typename: discount.segmentIds?.length ? "DiscountCustomerSegments" : discount.customerIds.size > 0 ? "DiscountCustomers" : "DiscountBuyerSelectionAll" }),
});
