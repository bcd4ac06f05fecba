import { now } from "#app/platform/clock.server.ts";
import { findInstalledShop, type PageShop } from "#app/queries/find-installed-shop.server.ts";
import { authenticateAdmin } from "./app.server.ts";

/**
 * Whose admin a block asks from, by the id token that Shopify adds to its request. `allow` lets the answer through to the
 * block, which runs on another origin. Throws a `Response` when nobody is proven, and for the question that a browser asks first.
 */
export async function authenticateBlock(request: Request): Promise<{ shop: PageShop; allow: (answer: Response) => Response }> {
  const { session, cors } = await authenticateAdmin(request);
  const shop = await findInstalledShop(session.shop, now());
  if (!shop) throw cors(new Response("The app is not installed.", { status: 404 }));
  return { shop, allow: cors };
}
