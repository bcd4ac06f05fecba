import { allTopicsForVersion, metadataForWebhook } from "shopify-webhook-schemas";
import { describe, expect, it } from "vitest";
import { readToml } from "./read-toml.ts";
import { appToml } from "./app-toml.ts";

const VERSION = "2026-07";
const { subscriptions } = appToml.webhooks;
const topics = subscriptions.flatMap((it) => it.topics ?? []);

/** Whether a sample holds a field; "line_items.price" is looked for in the first line. A sample without any line decides nothing. */
function holds(sample: unknown, path: string): boolean {
  let at = sample;
  for (const key of path.split(".")) {
    if (Array.isArray(at)) {
      if (at.length === 0) return true;
      at = at[0] as unknown;
    }
    if (at === null || typeof at !== "object" || !(key in at)) return false;
    at = (at as Record<string, unknown>)[key];
  }
  return true;
}

describe("what Shopify is told about the app", () => {
  it("asks for webhooks of one version, the one that the samples were checked with", () => {
    expect(appToml.webhooks.api_version).toBe(VERSION);
  });

  it("names only topics that Shopify has, each once", () => {
    const known = allTopicsForVersion(VERSION);
    expect(topics.filter((topic) => !known.includes(topic))).toEqual([]);
    expect(new Set(topics).size).toBe(topics.length);
  });

  it("hears of everything that changes an order, a customer, the shop or the installation", () => {
    expect([...topics].sort()).toEqual([
      "app/scopes_update", "app/uninstalled", "bulk_operations/finish", "customer.tags_added", "customer.tags_removed", "customer_account_settings/update", "customers/create", "customers/delete", "customers/enable", "customers/merge",
      "customers/update", "order_transactions/create", "orders/cancelled", "orders/create", "orders/delete", "orders/paid",
      "orders/updated", "refunds/create", "shop/update",
    ]);
  });

  it("takes all three compliance topics, which no app may leave out", () => {
    const compliance = subscriptions.flatMap((it) => it.compliance_topics ?? []);
    expect([...compliance].sort()).toEqual(["customers/data_request", "customers/redact", "shop/redact"]);
  });

  it.each(subscriptions.filter((it) => it.include_fields).flatMap((it) => (it.topics ?? []).map((topic) => ({ topic, fields: it.include_fields ?? [] }))))(
    "asks $topic only for fields that its body has, among them the version and the whole id",
    ({ topic, fields }) => {
      const sample: unknown = metadataForWebhook(VERSION, topic)?.response;
      expect(fields.filter((field) => !holds(sample, field))).toEqual([]);
      if (holds(sample, "updated_at")) expect(fields).toContain("updated_at");
      if (holds(sample, "admin_graphql_api_id")) expect(fields).toContain("admin_graphql_api_id");
    },
  );

  it("does not have addresses, telephone numbers or payment details sent", () => {
    const asked = subscriptions.flatMap((it) => it.include_fields ?? []);
    expect(asked.filter((field) => /address|phone|payment|receipt|browser_ip|client_details/.test(field))).toEqual([]);
  });
});

describe("the reader of the file", () => {
  it("refuses a line that it does not understand instead of leaving it out", () => {
    expect(() => readToml("[webhooks]\napi_version: 3\n")).toThrow("api_version");
  });
});
