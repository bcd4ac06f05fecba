import { expect, it } from "vitest";
import { readAppScopes } from "#scripts/app-scopes.ts";

it("reads required and optional scopes from the app's manifest", () => {
  const toml = `client_id = "x"\n\n[access_scopes]\n# why\nscopes = "read_orders, read_customers"\noptional_scopes = [\n  "read_all_orders",\n]\n\n[auth]\nscopes = "none"\n`;
  expect(readAppScopes(toml)).toEqual({ required: ["read_orders", "read_customers"], optional: ["read_all_orders"] });
});

it("takes a manifest that ends with its scopes", () => {
  expect(readAppScopes(`[access_scopes]\nscopes = "read_orders"`)).toEqual({ required: ["read_orders"], optional: [] });
});

it("refuses a manifest without scopes", () => {
  expect(() => readAppScopes(`client_id = "x"\n`)).toThrow("no [access_scopes]");
});
