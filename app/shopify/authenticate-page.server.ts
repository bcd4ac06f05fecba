import type { Session } from "@shopify/shopify-api";
import { now } from "#app/platform/clock.server.ts";
import { orNotNow } from "#app/platform/not-now.server.ts";
import { findInstalledShop, type PageShop } from "#app/queries/find-installed-shop.server.ts";
import { authenticateAdmin } from "./app.server.ts";
import { dropRefusedToken } from "./drop-refused-token.server.ts";
import { installOnce } from "./install-once.server.ts";

interface Visit {
  shop: PageShop;
  session: Session;
  staff: string;
}

/**
 * Whose page this is. Every loader and action of a page begins with it.
 *
 * `staff` names who asks by the number that Shopify gives to staff: the id token carries no name.
 * Throws a `Response` while Shopify's library still has to prove who asks; let it pass.
 * The library runs the installation once per id token and lets the other requests of that page go on before it is done,
 * or after it has failed; so this makes sure of it. It also does not look at whether Shopify still takes the kept token, so
 * that is asked where the app is opened. Throws `NotNow` where no connection comes free in time.
 */
export async function authenticatePage(request: Request): Promise<Visit> {
  const visit = await orNotNow(visitOf(request));
  const isOpening = new URL(request.url).searchParams.has("id_token");
  return isOpening && (await dropRefusedToken(visit.session)) ? visitOf(request) : visit;
}

async function visitOf(request: Request): Promise<Visit> {
  const { session, sessionToken } = await authenticateAdmin(request);
  const staff = `staff member ${sessionToken.sub}`;
  const known = await findInstalledShop(session.shop, now());
  if (known) return { shop: known, session, staff };
  if (!session.accessToken) throw new Error("an authenticated session carries no access token");
  await installOnce(session.shop, { accessToken: session.accessToken, scope: session.scope ?? "" });
  const shop = await findInstalledShop(session.shop, now());
  if (!shop) throw new Error("the installation left no shop behind");
  return { shop, session, staff };
}
