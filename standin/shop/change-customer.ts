import { customerPayload, customerTagsPayload } from "#standin/webhooks/payloads/customer-payload.ts";
import { privacyPayload } from "#standin/webhooks/payloads/shop-payload.ts";
import { rawNumber } from "#standin/webhooks/raw-number.ts";
import { emitOrder } from "./change-order.ts";
import type { CustomerRecord } from "./records.ts";
import type { Shop } from "./shop.ts";
import { instantMs, wholeSecond } from "./time.ts";

export interface CustomerInput {
  id?: string;
  email?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  tags?: string[];
  note?: string | null;
  state?: CustomerRecord["state"];
  marketingState?: CustomerRecord["marketingState"];
  locale?: string;
  createdAt?: string;
  deliver?: boolean;
}

const emitCustomer = (shop: Shop, customer: CustomerRecord, topic: string): void =>
  shop.emit(topic, customerPayload(shop, customer), customer.updatedAtMs);

/** A new customer; without an e-mail address one at example.com is made from the id. Throws when the id is taken. */
export function createCustomer(shop: Shop, input: CustomerInput): CustomerRecord {
  const id = input.id ?? shop.nextId("customer");
  if (shop.customers.has(id)) throw new Error(`customer ${id} exists already`);
  const createdAtMs = instantMs(input.createdAt, shop.nowMs());
  const customer: CustomerRecord = {
    id, email: input.email === undefined ? `buyer${id}@example.com` : input.email, firstName: input.firstName ?? null,
    lastName: input.lastName ?? null, state: input.state ?? "DISABLED", tags: input.tags ?? [], note: input.note ?? null,
    createdAtMs, updatedAtMs: createdAtMs, orders: [],
    ...(input.marketingState && { marketingState: input.marketingState }), ...(input.locale && { locale: input.locale }),
  };
  shop.addCustomer(customer);
  if (input.deliver !== false) emitCustomer(shop, customer, "customers/create");
  return customer;
}

export function updateCustomer(shop: Shop, customer: CustomerRecord, input: CustomerInput): void {
  const { email, firstName, lastName, tags, note, state, marketingState, locale } = input;
  const before = customer.tags;
  const given = Object.entries({ email, firstName, lastName, tags, note, state, marketingState, locale }).filter(([, value]) => value !== undefined);
  Object.assign(customer, Object.fromEntries(given));
  customer.updatedAtMs = wholeSecond(shop.nowMs());
  shop.revision += 1;
  emitCustomer(shop, customer, "customers/update");
  emitTags(shop, customer, { before });
}

/** Since 2025-01 tags are told by topics of their own, which name only what changed. Case does not tell two tags apart. */
function emitTags(shop: Shop, customer: CustomerRecord, { before }: { before: string[] }): void {
  const without = (tags: string[], others: string[]) => tags.filter((tag) => !others.some((other) => other.toLowerCase() === tag.toLowerCase()));
  const added = without(customer.tags, before);
  const removed = without(before, customer.tags);
  const nowMs = shop.nowMs();
  if (added.length > 0) shop.emit("customer.tags_added", customerTagsPayload(customer, { tags: added, atMs: nowMs }), nowMs);
  if (removed.length > 0) shop.emit("customer.tags_removed", customerTagsPayload(customer, { tags: removed, atMs: nowMs }), nowMs);
}

/** A first sign-in to the customer accounts: since October 2026 it enables the customer and says so by two webhooks. */
export function signIn(shop: Shop, customer: CustomerRecord): void {
  if (customer.state === "ENABLED") return;
  customer.state = "ENABLED";
  customer.updatedAtMs = wholeSecond(shop.nowMs());
  shop.revision += 1;
  emitCustomer(shop, customer, "customers/enable");
  emitCustomer(shop, customer, "customers/update");
}

export function deleteCustomer(shop: Shop, customer: CustomerRecord): void {
  shop.customers.delete(customer.id);
  for (const order of customer.orders) order.customer = null;
  shop.revision += 1;
  const body = { id: rawNumber(customer.id), tax_exemptions: [], admin_graphql_api_id: `gid://shopify/Customer/${customer.id}` };
  shop.emit("customers/delete", body, shop.nowMs());
}

/** Asks the app to erase a customer, and forgets the person here as Shopify does; orders and ids stay. */
export function redactCustomer(shop: Shop, customer: CustomerRecord): void {
  shop.emit("customers/redact", privacyPayload(shop, customer, "redact"), shop.nowMs());
  Object.assign(customer, { email: null, firstName: null, lastName: null, note: null });
  for (const order of customer.orders) order.email = null;
  shop.revision += 1;
}

export function requestCustomerData(shop: Shop, customer: CustomerRecord): void {
  shop.emit("customers/data_request", privacyPayload(shop, customer, "data_request"), shop.nowMs());
}

/** Merges two customers, of whom the kept one has the tags of both then; `status: "failed"` only says so by webhook and leaves both as they are. */
export function mergeCustomers(
  shop: Shop, { keep, remove, status, atMs = shop.nowMs() }: { keep: CustomerRecord; remove: CustomerRecord; status: "completed" | "failed"; atMs?: number },
): void {
  const failed = status === "failed";
  const body = {
    admin_graphql_api_customer_kept_id: `gid://shopify/Customer/${keep.id}`,
    admin_graphql_api_customer_deleted_id: `gid://shopify/Customer/${remove.id}`,
    admin_graphql_api_job_id: null,
    status,
    errors: failed ? [{ customer_ids: [rawNumber(remove.id)], field: "merge_in_progress", message: "Being merged already." }] : [],
  };
  const moved = failed ? [] : remove.orders;
  if (!failed) {
    for (const order of moved) {
      order.customer = keep;
      order.updatedAtMs = wholeSecond(atMs);
    }
    keep.orders = [...keep.orders, ...moved].sort((a, b) => a.processedAtMs - b.processedAtMs);
    keep.tags = [...keep.tags, ...remove.tags.filter((tag) => !keep.tags.some((kept) => kept.toLowerCase() === tag.toLowerCase()))];
    keep.updatedAtMs = wholeSecond(atMs);
    remove.orders = [];
    shop.customers.delete(remove.id);
    shop.mergedInto.set(remove.id, keep);
    shop.revision += 1;
  }
  shop.emit("customers/merge", body, atMs);
  for (const order of moved) emitOrder(shop, order, "orders/updated");
}
