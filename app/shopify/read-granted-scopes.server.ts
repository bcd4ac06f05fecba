import { grantedScopes } from "./documents/granted-scopes.ts";
import { runAdmin } from "./run-admin.server.ts";

/** The scopes that a shop has granted, as Shopify says now: the delivery that tells of a change may still be on its way. Throws as runAdmin does. */
export const readGrantedScopes = (shop: { domain: string }): Promise<string[]> => runAdmin(shop, grantedScopes, {});
