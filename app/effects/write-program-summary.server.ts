import { gidOf } from "#app/domain/ids.ts";
import { metafieldsSet } from "#app/shopify/documents/metafields-set.ts";
import { shopDetails } from "#app/shopify/documents/shop-details.ts";
import { runAdmin } from "#app/shopify/run-admin.server.ts";

/**
 * Writes what the shop's own pages may say of the program, as the text of its JSON. It needs no definition: themes read what
 * blocks of the same app own. Any number of attempts leave the last value; a refusal is thrown.
 *
 * @see https://shopify.dev/docs/apps/build/security/storefront/store-settings-in-app-owned-metafields
 */
export async function writeProgramSummary(shop: { domain: string }, text: string): Promise<void> {
  const { shop: { shopifyId } } = await runAdmin(shop, shopDetails, {});
  const metafield = { ownerId: gidOf(shopifyId, "Shop"), namespace: "$app:loyalty", key: "program", type: "json", value: text };
  await runAdmin(shop, metafieldsSet, { metafields: [metafield] });
}
