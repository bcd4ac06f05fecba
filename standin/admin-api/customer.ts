import { paidMinor, refundedMinor } from "#standin/shop/order-sums.ts";
import type { CustomerRecord } from "#standin/shop/records.ts";
import { utcInstant } from "#standin/shop/time.ts";
import { fieldsOf, gid, type ConnectionField, type FieldArguments } from "./fields.ts";
import { customerMetafield } from "./metafield.ts";
import { moneyV2 } from "./money-bag.ts";
import { isVisible, ordersConnection } from "./order.ts";
import { compileSearch, type SearchFields } from "./search-query.ts";

const SEARCH: SearchFields<CustomerRecord> = {
  id: (customer) => ({ kind: "id", id: customer.id }),
  updated_at: (customer) => ({ kind: "instant", atMs: customer.updatedAtMs }),
  customer_date: (customer) => ({ kind: "instant", atMs: customer.createdAtMs }),
  email: (customer) => ({ kind: "words", words: customer.email ? [customer.email] : [] }),
  tag: (customer) => ({ kind: "words", words: customer.tags }),
  state: (customer) => ({ kind: "words", words: [customer.state] }),
  orders_count: (customer) => ({ kind: "number", value: customer.orders.length }),
};

export function searchCustomers(customers: Iterable<CustomerRecord>, args: FieldArguments): CustomerRecord[] {
  const test = compileSearch(args["query"], SEARCH);
  const found: CustomerRecord[] = [];
  for (const customer of customers) if (test(customer)) found.push(customer);
  return found;
}

export const customersConnection: ConnectionField = {
  list(_source, args, { house }) {
    const valueOf = args["sortKey"] === "UPDATED_AT" ? (customer: CustomerRecord) => customer.updatedAtMs
      : args["sortKey"] === "CREATED_AT" ? (customer: CustomerRecord) => customer.createdAtMs : () => 0;
    const items = searchCustomers(house.shop.customers.values(), args);
    items.sort((a, b) => valueOf(a) - valueOf(b) || a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
    return { items, keyOf: (item) => ({ value: valueOf(item as CustomerRecord), id: (item as CustomerRecord).id }) };
  },
};

const fullName = (customer: CustomerRecord): string => [customer.firstName, customer.lastName].filter(Boolean).join(" ");

/** `numberOfOrders` counts every order, also those that an app without read_all_orders cannot see. */
export const customerFields = fieldsOf<CustomerRecord>({
  id: (customer) => gid("Customer", customer.id),
  legacyResourceId: (customer) => customer.id,
  firstName: (customer) => customer.firstName,
  lastName: (customer) => customer.lastName,
  displayName: (customer) => fullName(customer) || (customer.email ?? ""),
  email: (customer) => customer.email,
  phone: () => null,
  defaultPhoneNumber: () => null,
  defaultEmailAddress: (customer) => (customer.email === null ? null
    : { emailAddress: customer.email, marketingState: customer.marketingState ?? "NOT_SUBSCRIBED", marketingUpdatedAt: null, validFormat: true }),
  verifiedEmail: (customer) => customer.email !== null,
  state: (customer) => customer.state,
  tags: (customer) => customer.tags,
  note: (customer) => customer.note,
  locale: (customer) => customer.locale ?? "en",
  taxExempt: () => false,
  createdAt: (customer) => utcInstant(customer.createdAtMs),
  updatedAt: (customer) => utcInstant(customer.updatedAtMs),
  numberOfOrders: (customer) => String(customer.orders.length),
  amountSpent: (customer, _args, { house }) => {
    const { currency } = house.shop.settings;
    const own = customer.orders.filter((order) => order.currency === currency && !order.test);
    return moneyV2(own.reduce((sum, order) => sum + paidMinor(order) - refundedMinor(order), 0), currency);
  },
  lastOrder: (customer, _args, context) => customer.orders.filter((order) => isVisible(order, context)).at(-1) ?? null,
  orders: ordersConnection((customer) => customer.orders, "ID"),
  metafield: customerMetafield,
});
