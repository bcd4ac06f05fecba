import { gidOf, type CustomerId } from "#app/domain/ids.ts";
import { tagsAdd } from "#app/shopify/documents/tags-add.ts";
import { tagsRemove } from "#app/shopify/documents/tags-remove.ts";
import { TerminalError } from "#app/shopify/errors.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";

/** Changes a customer's tags, the others left alone. Answers Shopify's refusal, such as for a customer who is gone. Repeatable. */
export async function tagCustomer(shop: { domain: string }, { customerId, add, remove }: { customerId: CustomerId; add: string[]; remove: string[] }): Promise<string | null> {
  const id = gidOf(customerId, "Customer");
  try {
    // First the new one: a customer is never without.
    if (add.length > 0) await runAdmin(shop, tagsAdd, { id, tags: add });
    if (remove.length > 0) await runAdmin(shop, tagsRemove, { id, tags: remove });
    return null;
  } catch (error) {
    if (error instanceof TerminalError && error.userErrors[0]) return error.userErrors[0].message;
    throw error;
  }
}
