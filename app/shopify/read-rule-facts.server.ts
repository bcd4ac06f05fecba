import { gidOf, type CustomerId } from "#app/domain/ids.ts";
import type { ProductFact } from "#app/domain/earning/conditions/placed-order.ts";
import { CUSTOMERS_PER_CALL, customerTags } from "./documents/customer-tags.ts";
import { PRODUCTS_PER_CALL, productFacts } from "./documents/product-facts.ts";
import { runAdmin } from "./run-admin.server.ts";

/** What rules ask about products; one that is deleted has neither tags nor collections. Throws as runAdmin does. */
export async function readProductFacts(shop: { domain: string }, productIds: string[]): Promise<(ProductFact & { productId: string })[]> {
  const facts: (ProductFact & { productId: string })[] = [];
  for (let at = 0; at < productIds.length; at += PRODUCTS_PER_CALL) {
    const ids = productIds.slice(at, at + PRODUCTS_PER_CALL);
    const { nodes } = await runAdmin(shop, productFacts, { ids: ids.map((id) => gidOf(id, "Product")) });
    facts.push(...ids.map((productId, place) => nodes[place] ?? { productId, tags: [], collectionIds: [] }));
  }
  return facts;
}

/** The tags that customers have now; one who is deleted has none. Throws as runAdmin does. */
export async function readCustomerTags(shop: { domain: string }, customerIds: CustomerId[]): Promise<{ customerId: CustomerId; tags: string[] }[]> {
  const readings: { customerId: CustomerId; tags: string[] }[] = [];
  for (let at = 0; at < customerIds.length; at += CUSTOMERS_PER_CALL) {
    const ids = customerIds.slice(at, at + CUSTOMERS_PER_CALL);
    const { nodes } = await runAdmin(shop, customerTags, { ids: ids.map((id) => gidOf(id, "Customer")) });
    readings.push(...ids.map((customerId, place) => nodes[place] ?? { customerId, tags: [] }));
  }
  return readings;
}
