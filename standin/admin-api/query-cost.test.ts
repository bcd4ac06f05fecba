import { Kind, parse, type OperationDefinitionNode } from "graphql";
import { describe, expect, it } from "vitest";
import { queryCost } from "./query-cost.ts";
import { loadAdminSchema } from "./schema.ts";

function costOf(query: string, { variables = {}, data }: { variables?: Record<string, unknown>; data?: unknown } = {}): number {
  const document = parse(query);
  const operation = document.definitions.find((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error("no operation");
  return queryCost({ schema: loadAdminSchema(), document, operation, variables }, data);
}

const VARIANTS = "{ product(id: \"1\") { variants(first: 250) { nodes { inventoryItem { id tracked } } } } }";

describe("the cost of a query", () => {
  it.each([
    ["one object", "{ shop { name currencyCode } }", {}, 1],
    // The one figure that is known from Shopify: 25 points for a product with 250 variants and their items.
    ["a page of 250 with an object each", VARIANTS, {}, 25],
    ["a page whose length is a variable", "query Page($first: Int!) { orders(first: $first) { nodes { customer { id } } } }", { first: 250 }, 24],
    ["a page whose length is the variable's default", "query Page($first: Int = 250) { orders(first: $first) { nodes { customer { id } } } }", {}, 24],
    ["a fragment", "{ orders(first: 1) { nodes { ...buyer } } } fragment buyer on Order { customer { id } }", {}, 4],
    ["a mutation", "mutation { tagsAdd(id: \"1\", tags: []) { userErrors { message } } }", {}, 11],
  ])("is by Shopify's rules for %s", (_case, query, variables, expected) => {
    expect(costOf(query, { variables })).toBe(expected);
  });

  it("is in the end only for what was found", () => {
    expect(costOf(VARIANTS, { data: { product: null } })).toBe(1);
    expect(costOf(VARIANTS, { data: { product: { variants: { nodes: [{ inventoryItem: { id: "1" } }] } } } })).toBe(5);
  });
});
