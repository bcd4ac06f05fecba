import { isDecimalId } from "#app/domain/ids.ts";
import { now } from "#app/platform/clock.server.ts";
import { findInstalledShop, type PageShop } from "#app/queries/find-installed-shop.server.ts";
import { authenticateCheckout } from "./app.server.ts";

/** Who asks from a page after checkout or of an account. `customerId` is null where nobody is signed in: then only the shop is proven. */
export interface Shopper {
  shop: PageShop;
  customerId: string | null;
}

const CUSTOMER = /^gid:\/\/shopify\/Customer\/(\d+)$/;

/**
 * The shop, and the customer if one is signed in, by the session token that Shopify gave the block. Undefined for a token
 * that is missing, forged or expired, and for a shop without the app. Tokens of the admin are signed alike and name a member
 * of staff, who is no customer.
 */
export async function authenticateShopper(request: Request): Promise<Shopper | undefined> {
  const authenticated = await authenticateCheckout(request).catch((refusal: unknown) => {
    if (refusal instanceof Response) return undefined;
    throw refusal;
  });
  if (!authenticated) return undefined;
  const { dest, sub, iss } = authenticated.sessionToken as { dest?: string; sub?: string; iss?: string };
  if (iss?.endsWith("/admin")) return undefined;
  const shop = await findInstalledShop((dest ?? "").replace(/^https:\/\//, ""), now());
  const named = CUSTOMER.exec(sub ?? "")?.[1] ?? "";
  return shop && { shop, customerId: isDecimalId(named) ? named : null };
}
