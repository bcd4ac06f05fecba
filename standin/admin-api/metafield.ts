import { findMetafield, metafieldsOf, plainNamespace, setMetafield, type MetafieldDefinitionRecord, type MetafieldRecord } from "#standin/shop/metafields.ts";
import type { Shop } from "#standin/shop/shop.ts";
import { utcInstant } from "#standin/shop/time.ts";
import { fieldsOf, findIdInGid, gid, type FieldArguments } from "./fields.ts";
import { accessDenied, notImplemented } from "./graphql-errors.ts";

const PER_CALL_MAX = 25;

interface SetInput {
  ownerId: string;
  namespace?: string | null;
  key: string;
  type?: string | null;
  value: string;
  compareDigest?: string | null;
}

interface DefinitionInput {
  ownerType: string;
  namespace?: string | null;
  key: string;
  name: string;
  type: string;
  access?: { storefront?: string; customerAccount?: string };
}

/** Metafields belong to what owns them, and are written by whoever may write that; the published scope rules leave it out. */
function needWriteCustomers(shop: Shop, fieldName: string): void {
  if (!shop.grantedScopes.includes("write_customers")) throw accessDenied(fieldName, "`write_customers` access scope.");
}

const typeOf = (shop: Shop, { namespace, key, type }: SetInput): string | undefined =>
  metafieldsOf(shop).definitions.find((one) => one.namespace === plainNamespace(namespace ?? "$app") && one.key === key)?.type ?? type ?? undefined;

const isOfCustomer = ({ ownerId }: SetInput): boolean => ownerId.startsWith("gid://shopify/Customer/");
const isOfShop = ({ ownerId }: SetInput): boolean => ownerId.startsWith("gid://shopify/Shop/");

function faultOf(shop: Shop, input: SetInput): { key: string; message: string; code: string } | undefined {
  if (!isOfCustomer(input) && !isOfShop(input)) throw notImplemented(`a metafield of ${input.ownerId}`);
  if (input.compareDigest !== undefined) throw notImplemented("MetafieldsSetInput.compareDigest");
  const hasOwner = isOfShop(input) ? input.ownerId === gid("Shop", shop.id) : shop.customers.has(findIdInGid("Customer", input.ownerId) ?? "");
  if (!hasOwner) return { key: "ownerId", message: "Owner does not exist.", code: "INVALID" };
  const type = typeOf(shop, input);
  if (type === undefined) return { key: "type", message: "Type can't be blank", code: "BLANK" };
  if (input.value === "") return { key: "value", message: "Value can't be blank.", code: "BLANK" };
  if (type === "json" && !isJson(input.value)) return { key: "value", message: "Value is invalid JSON.", code: "INVALID_VALUE" };
  return undefined;
}

/** All or nothing, as Shopify promises. */
function setMetafields(shop: Shop, args: FieldArguments): object {
  const inputs = args["metafields"] as SetInput[];
  if (!inputs.every(isOfShop)) needWriteCustomers(shop, "metafieldsSet");
  if (inputs.length > PER_CALL_MAX) {
    return { metafields: null, userErrors: [{ field: ["metafields"], message: `Exceeded the maximum metafields input limit of ${PER_CALL_MAX}.`, code: "LESS_THAN_OR_EQUAL_TO" }] };
  }
  const userErrors = inputs.flatMap((input, at) => {
    const fault = faultOf(shop, input);
    return fault ? [{ field: ["metafields", String(at), fault.key], message: fault.message, code: fault.code }] : [];
  });
  if (userErrors.length > 0) return { metafields: [], userErrors };
  const metafields = inputs.map((input) =>
    setMetafield(shop, { ownerGid: input.ownerId, namespace: input.namespace ?? "$app", key: input.key, type: typeOf(shop, input)!, value: input.value }));
  return { metafields, userErrors: [] };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export const metafieldMutationFields = fieldsOf<object>({
  metafieldsSet: (_source, args, { house }) => setMetafields(house.shop, args),
  metafieldDefinitionCreate(_source, args, { house: { shop } }) {
    const input = args["definition"] as DefinitionInput;
    if (input.ownerType !== "CUSTOMER") throw notImplemented(`a metafield definition of ${input.ownerType}`);
    needWriteCustomers(shop, "metafieldDefinitionCreate");
    const { definitions } = metafieldsOf(shop);
    const namespace = plainNamespace(input.namespace ?? "$app");
    if (definitions.some((one) => one.namespace === namespace && one.key === input.key && one.ownerType === input.ownerType)) {
      const message = "Key is in use for Customer metafields on the '" + namespace + "' namespace.";
      return { createdDefinition: null, userErrors: [{ field: ["definition", "key"], message, code: "TAKEN" }] };
    }
    const access = { storefront: input.access?.storefront ?? "NONE", customerAccount: input.access?.customerAccount ?? "NONE" };
    const definition: MetafieldDefinitionRecord = { id: shop.nextId("made"), ownerType: input.ownerType, namespace, key: input.key, name: input.name, type: input.type, access };
    definitions.push(definition);
    return { createdDefinition: definition, userErrors: [] };
  },
});

export const metafieldDefinitionFields = fieldsOf<MetafieldDefinitionRecord>({
  id: (definition) => gid("MetafieldDefinition", definition.id),
  name: (definition) => definition.name,
  namespace: (definition) => definition.namespace,
  key: (definition) => definition.key,
});

export const metafieldFields = fieldsOf<MetafieldRecord>({
  id: (field) => gid("Metafield", field.id),
  namespace: (field) => field.namespace,
  key: (field) => field.key,
  type: (field) => field.type,
  value: (field) => field.value,
  jsonValue: (field) => JSON.parse(field.value) as unknown,
  updatedAt: (field) => utcInstant(field.updatedAtMs),
});

/** `Customer.metafield`. */
export const customerMetafield = (customer: { id: string }, args: FieldArguments, { house }: { house: { shop: Shop } }): object | null =>
  findMetafield(house.shop, { ownerGid: gid("Customer", customer.id), namespace: typeof args["namespace"] === "string" ? args["namespace"] : "$app", key: String(args["key"]) }) ?? null;
