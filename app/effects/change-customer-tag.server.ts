import { readCustomerTags } from "#app/shopify/read-rule-facts.server.ts";
import type { Performer } from "./performer.ts";
import { tagCustomer } from "./tag-customer.server.ts";

/** Whether a customer has a tag already, before ours is added: only what we added is ever taken away. */
export const lookForTag: Performer<"look_for_tag"> = async ({ shop, effect: { customerId, tag } }) => {
  const [reading] = await readCustomerTags(shop, [customerId]);
  const isThere = reading?.tags.some((one) => one.toLowerCase() === tag.toLowerCase()) ?? false;
  return { outcome: "done", receipt: { kind: "tag_seen", isThere } };
};

export const addCustomerTag: Performer<"add_customer_tag"> = ({ shop, effect: { customerId, tag } }) => change(shop, { customerId, add: [tag], remove: [] });

export const removeCustomerTag: Performer<"remove_customer_tag"> = ({ shop, effect: { customerId, tag } }) => change(shop, { customerId, add: [], remove: [tag] });

// A scope that is missing is thrown on and tried again later; what Shopify says about the customer is an outcome.
async function change(shop: { domain: string }, tags: Parameters<typeof tagCustomer>[1]): ReturnType<Performer<"add_customer_tag">> {
  const message = await tagCustomer(shop, tags);
  return message === null ? { outcome: "done", receipt: { kind: "tag_changed" } } : { outcome: "refused", code: null, message };
}
