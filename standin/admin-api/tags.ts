import { updateCustomer } from "#standin/shop/change-customer.ts";
import type { CustomerRecord } from "#standin/shop/records.ts";
import type { Shop } from "#standin/shop/shop.ts";
import { fieldsOf, findIdInGid, type FieldArguments, type RequestContext } from "./fields.ts";
import { accessDenied, notImplemented } from "./graphql-errors.ts";

const TAG_MAX = 255;
const TAGS_MAX = 250;

function findOwner(shop: Shop, args: FieldArguments, fieldName: string): CustomerRecord | undefined {
  if (!/^gid:\/\/shopify\/Customer\//.test(String(args["id"]))) throw notImplemented(`${fieldName} of ${String(args["id"])}`);
  if (!shop.grantedScopes.includes("write_customers")) throw accessDenied(fieldName, "`write_customers` access scope.");
  return shop.customers.get(findIdInGid("Customer", args["id"]) ?? "");
}

const refused = (field: string, message: string): object => ({ node: null, userErrors: [{ field: [field], message }] });

function setTags(customer: CustomerRecord, tags: string[], { house, typeNames }: RequestContext): object {
  // The same tags again change nothing, and nobody is told.
  if (tags.join() !== customer.tags.join()) updateCustomer(house.shop, customer, { tags });
  typeNames.set(customer, "Customer");
  return { node: customer, userErrors: [] };
}

/** Tags of customers. Case does not tell two tags apart. */
export const tagMutationFields = fieldsOf<object>({
  tagsAdd(_source, args, context) {
    const customer = findOwner(context.house.shop, args, "tagsAdd");
    if (!customer) return refused("id", "Customer does not exist");
    const given = (args["tags"] as string[]).map((tag) => tag.trim());
    if (given.some((tag) => tag.length > TAG_MAX)) return refused("tags", `Tags are too long (maximum is ${TAG_MAX} characters)`);
    const added = given.filter((tag) => !customer.tags.some((one) => one.toLowerCase() === tag.toLowerCase()));
    if (customer.tags.length + added.length > TAGS_MAX) return refused("tags", `Customer can have no more than ${TAGS_MAX} tags`);
    return setTags(customer, [...customer.tags, ...added], context);
  },
  tagsRemove(_source, args, context) {
    const customer = findOwner(context.house.shop, args, "tagsRemove");
    if (!customer) return refused("id", "Customer does not exist");
    const gone = (args["tags"] as string[]).map((tag) => tag.trim().toLowerCase());
    return setTags(customer, customer.tags.filter((tag) => !gone.includes(tag.toLowerCase())), context);
  },
});
