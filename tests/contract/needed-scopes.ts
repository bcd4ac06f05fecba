import { type DocumentNode, getNamedType, TypeInfo, visit, visitWithTypeInfo } from "graphql";
import { loadAdminSchema, loadOfflineScopes } from "#standin/admin-api/schema.ts";

// "read_orders or read_marketplace_orders": the first of them is what an app of this kind has.
const ALTERNATIVES = new Set(["read_marketplace_orders", "read_quick_sale", "read_buyer_membership_orders", "read_markets_home"]);
// Fulfilments can be read by those who read orders; the others serve apps that fulfil.
const FULFILLING = /_fulfillment_orders$/;

const rules = new Map<string, readonly string[]>();
for (const rule of loadOfflineScopes()) rules.set([rule.typeName, rule.fieldName].filter(Boolean).join("."), rule.offlineScopes);

/** The scopes that a document needs by Shopify's published rules, one for each set of alternatives. */
export function neededScopes(document: DocumentNode): Set<string> {
  const typeInfo = new TypeInfo(loadAdminSchema());
  const needed = new Set<string>();
  const need = (rule: string) => {
    for (const scope of rules.get(rule) ?? []) if (!ALTERNATIVES.has(scope) && !FULFILLING.test(scope)) needed.add(scope);
  };
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field() {
        const [parent, field] = [typeInfo.getParentType(), typeInfo.getFieldDef()];
        if (!parent || !field) return;
        need(`${parent.name}.${field.name}`);
        need(getNamedType(field.type).name);
      },
    }),
  );
  return needed;
}
