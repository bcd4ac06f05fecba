import type { ActionFunctionArgs } from "@remix-run/node";
import { now } from "#app/platform/clock.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { readGrantedScopes } from "#app/shopify/read-granted-scopes.server.ts";
import { recordGrantedScopes } from "#app/usecases/update-scopes.server.ts";

/** The merchant has just answered Shopify's question for more access: what is granted is read there, not taken from the browser. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const scopes = await readGrantedScopes(shop);
  if (!scopes) return { outcome: "failed" } as const;
  await recordGrantedScopes(shop.id, { scopes, now: now() });
  return { outcome: "recorded" } as const;
}
