import { logger } from "#app/platform/logger.server.ts";
import { grantedScopes } from "./documents/granted-scopes.ts";
import { runAdmin } from "./run-admin.server.ts";

/**
 * The scopes that a shop has granted, as Shopify says now: the delivery that tells of a change may still be on its way.
 * Undefined where Shopify can't be asked.
 */
export async function readGrantedScopes(shop: { domain: string }): Promise<string[] | undefined> {
  try {
    return await runAdmin(shop, grantedScopes, {});
  } catch (error) {
    logger.warn({ err: error, shopDomain: shop.domain }, "Shopify could not be asked what is granted");
    return undefined;
  }
}
