import { z } from "zod";
import type { AccountKind } from "#app/domain/account/customer-accounts.ts";
import type { CustomerFact, CustomerTagFact, OrderFact, RefundFact, TransactionFact } from "#app/domain/orders/order-fact.ts";
import type { KeyedHash } from "#app/platform/keyed-hash.server.ts";
import { parseBody, UnreadableDelivery } from "./parse-body.ts";
import {
  accountSettingsPayload,
  bulkFinishPayload,
  customerRedactPayload,
  dataRequestPayload,
  deletedCustomerPayload,
  deletedOrderPayload,
  mergedCustomersPayload,
  scopesUpdatePayload,
  shopRedactPayload,
  shopUpdatePayload,
  uninstalledPayload,
} from "./payloads/app.ts";
import { customerFact, customerPayload, customerTagFact, customerTagsPayload } from "./payloads/customer.ts";
import { orderFact, orderPayload } from "./payloads/order.ts";
import { refundFact, refundPayload } from "./payloads/refund.ts";
import { transactionFact, transactionPayload } from "./payloads/transaction.ts";

/** What a delivery says, in our words: a fact, or something that happened to the app or asks it to act. */
export type DeliveryContent =
  | { kind: "order"; fact: OrderFact }
  | { kind: "transaction"; fact: TransactionFact }
  | { kind: "refund"; fact: RefundFact }
  | { kind: "customer"; fact: CustomerFact }
  | { kind: "customer_tags"; fact: CustomerTagFact }
  | { kind: "account_enabled"; fact: CustomerFact }
  | { kind: "account_kind"; accounts: AccountKind }
  | { kind: "order_deleted"; orderId: string }
  | { kind: "customer_deleted"; customerId: string }
  | { kind: "customers_merged"; keptId: string; removedId: string }
  | { kind: "customers_not_merged" }
  | { kind: "app_uninstalled" }
  | { kind: "scopes_updated"; scopes: string[]; updatedAt: string | null }
  | { kind: "shop_updated"; name: string; currency: string; timeZone: string | null; updatedAt: string | null }
  | { kind: "bulk_finished"; operationId: string }
  | { kind: "data_requested"; customerId: string; orderIds: string[]; requestKey: string }
  | { kind: "customer_redacted"; customerId: string; orderIds: string[] }
  | { kind: "shop_redacted" };

/** The shop that the delivery's header names; amounts of a refund that comes alone are in its currency. */
export interface DeliveredTo {
  domain: string;
  currency: string;
  hash: KeyedHash;
}

type Reader = (body: unknown, shop: DeliveredTo) => DeliveryContent;

const reader =
  <T extends z.ZodType>(schema: T, content: (payload: z.output<T>, shop: DeliveredTo) => DeliveryContent): Reader =>
  (body, shop) =>
    content(schema.parse(body), shop);

const order = reader(orderPayload, (payload, shop) => ({ kind: "order", fact: orderFact(payload, shop.hash) }));
const customer = reader(customerPayload, (payload, shop) => ({ kind: "customer", fact: customerFact(payload, shop.hash) }));

const customerTags = (isAdded: boolean): Reader => reader(customerTagsPayload, (payload) => ({ kind: "customer_tags", fact: customerTagFact(payload, isAdded) }));

const NO_MERGE = /^(failed|requested|initiated|in_progress|pending|running)$/i;

const READERS: Record<string, Reader> = {
  "orders/create": order,
  "orders/paid": order,
  "orders/updated": order,
  "orders/cancelled": order,
  "orders/delete": reader(deletedOrderPayload, ({ id }) => ({ kind: "order_deleted", orderId: id })),
  "order_transactions/create": reader(transactionPayload, (payload) => ({ kind: "transaction", fact: transactionFact(payload) })),
  "refunds/create": reader(refundPayload, (payload, { currency }) => {
    if (!payload.order_id) throw new UnreadableDelivery("It does not name its order.");
    return { kind: "refund", fact: refundFact(payload, { orderId: payload.order_id, currency }) };
  }),
  "customers/create": customer,
  "customers/update": customer,
  "customers/enable": reader(customerPayload, (payload, shop) => ({ kind: "account_enabled", fact: customerFact(payload, shop.hash) })),
  "customer_account_settings/update": reader(accountSettingsPayload, ({ customer_accounts_version }) => ({ kind: "account_kind", accounts: customer_accounts_version })),
  "customer.tags_added": customerTags(true),
  "customer.tags_removed": customerTags(false),
  "customers/delete": reader(deletedCustomerPayload, (payload) => ({ kind: "customer_deleted", customerId: payload.admin_graphql_api_id })),
  "customers/merge": reader(mergedCustomersPayload, (payload) =>
    // A merge is announced while it is under way and when it failed, too; only one that is done is a fact.
    NO_MERGE.test(payload.status)
      ? { kind: "customers_not_merged" }
      : { kind: "customers_merged", keptId: payload.admin_graphql_api_customer_kept_id, removedId: payload.admin_graphql_api_customer_deleted_id },
  ),
  "app/uninstalled": reader(uninstalledPayload, (payload, shop) => {
    mustBeAbout(shop, payload.myshopify_domain);
    return { kind: "app_uninstalled" };
  }),
  "app/scopes_update": reader(scopesUpdatePayload, ({ current, updated_at }) => ({ kind: "scopes_updated", scopes: current, updatedAt: updated_at })),
  "shop/update": reader(shopUpdatePayload, (payload, shop) => {
    mustBeAbout(shop, payload.myshopify_domain);
    return { kind: "shop_updated", name: payload.name, currency: payload.currency, timeZone: payload.iana_timezone, updatedAt: payload.updated_at };
  }),
  "bulk_operations/finish": reader(bulkFinishPayload, (payload) => ({ kind: "bulk_finished", operationId: payload.admin_graphql_api_id })),
  "customers/data_request": reader(dataRequestPayload, (payload, shop) => {
    mustBeAbout(shop, payload.shop_domain);
    return { kind: "data_requested", customerId: payload.customer.id, orderIds: payload.orders_requested ?? [], requestKey: payload.data_request.id };
  }),
  "customers/redact": reader(customerRedactPayload, (payload, shop) => {
    mustBeAbout(shop, payload.shop_domain);
    return { kind: "customer_redacted", customerId: payload.customer.id, orderIds: payload.orders_to_redact ?? [] };
  }),
  "shop/redact": reader(shopRedactPayload, (payload, shop) => {
    mustBeAbout(shop, payload.shop_domain);
    return { kind: "shop_redacted" };
  }),
};

/** The topics that are read, as shopify.app.toml must subscribe to them. */
export const READ_TOPICS: string[] = Object.keys(READERS);

/**
 * What one delivery says. Throws UnreadableDelivery, with a sentence for the merchant, for an unknown topic, a body that is
 * no JSON, or one that lacks what its topic must carry. The sentence names fields, never values: those may be personal.
 */
export function readDelivery({ topic, body }: { topic: string; body: string }, shop: DeliveredTo): DeliveryContent {
  const read = Object.hasOwn(READERS, topic) ? READERS[topic] : undefined;
  if (!read) throw new UnreadableDelivery(`Nothing is done with deliveries of the topic ${topic}.`);
  const parsed = parseBody(body);
  try {
    return read(parsed, shop);
  } catch (error) {
    if (error instanceof UnreadableDelivery) throw error;
    throw new UnreadableDelivery(describe(error), { cause: error });
  }
}

// The signature covers the body only, so a body that names a shop must name the one in the header.
function mustBeAbout(shop: DeliveredTo, domain: string | null): void {
  if (domain && domain.toLowerCase() !== shop.domain) throw new UnreadableDelivery("Its text speaks of another shop than its header.");
}

function describe(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    const field = issue?.path.join(".") || "its text";
    const isMissing = issue?.code === "invalid_type" && /received (undefined|null)/.test(issue.message);
    if (isMissing) return `The field ${field} is missing.`;
    return issue?.code === "custom" ? `The field ${field} ${issue.message}.` : `The field ${field} can't be read.`;
  }
  if (error instanceof RangeError && error.message.includes("Maximum call stack")) return "Its text is nested too deeply.";
  return error instanceof Error ? `It can't be right: ${error.message}.` : "It can't be read.";
}
