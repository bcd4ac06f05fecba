import type { GraphQLError } from "graphql";
import type { Shop } from "#standin/shop/shop.ts";
import { accessDenied, notApproved } from "./graphql-errors.ts";
import { loadOfflineScopes, type OfflineScopeRule } from "./schema.ts";

/** Scopes of other kinds of apps: where Shopify lists them beside an ordinary scope, any one of the list is enough. */
const ALTERNATIVE = /marketplace|quick_sale|buyer_membership|fulfillment_orders|markets_home/;

/** Protected customer data of level 2. */
const PERSONAL_FIELDS = new Set([
  "Order.email", "Order.phone", "Customer.email", "Customer.phone", "Customer.firstName", "Customer.lastName", "Customer.displayName",
  "Customer.defaultEmailAddress", "Customer.defaultPhoneNumber",
]);

let rules: Map<string, OfflineScopeRule> | undefined;

function loadRules(): Map<string, OfflineScopeRule> {
  rules ??= new Map(loadOfflineScopes().filter((rule) => rule.offlineScopes.length > 0)
    .map((rule) => [rule.fieldName === undefined ? rule.typeName : `${rule.typeName}.${rule.fieldName}`, rule]));
  return rules;
}

const isGranted = (scope: string, granted: ReadonlySet<string>): boolean =>
  granted.has(scope) || (scope.startsWith("read_") && granted.has(scope.replace("read_", "write_")));

function satisfies(rule: OfflineScopeRule, granted: ReadonlySet<string>): boolean {
  const isEnough = (scope: string) => isGranted(scope, granted);
  return rule.offlineScopes.some((scope) => ALTERNATIVE.test(scope)) ? rule.offlineScopes.some(isEnough) : rule.offlineScopes.every(isEnough);
}

/** Decides once per field whether a token with these scopes may read it, by the field's own rule and its type's. */
export class ScopeGate {
  readonly #granted: ReadonlySet<string>;
  readonly #sharesPersonalData: boolean;
  readonly #decisions = new Map<string, GraphQLError | undefined>();

  constructor(shop: Shop) {
    this.#granted = new Set(shop.grantedScopes);
    this.#sharesPersonalData = shop.settings.sharesPersonalData !== false;
  }

  findDenial(typeName: string, fieldName: string, returnTypeName: string): GraphQLError | undefined {
    const key = `${typeName}.${fieldName}`;
    if (!this.#decisions.has(key)) {
      if (!this.#sharesPersonalData && PERSONAL_FIELDS.has(key)) this.#decisions.set(key, notApproved(fieldName));
    }
    if (!this.#decisions.has(key)) {
      const broken = [loadRules().get(key), loadRules().get(returnTypeName.replace(/Connection$/, ""))]
        .find((rule) => rule !== undefined && !satisfies(rule, this.#granted));
      this.#decisions.set(key, broken && accessDenied(fieldName, broken.requiredAccess));
    }
    return this.#decisions.get(key);
  }
}
