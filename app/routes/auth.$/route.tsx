import type { LoaderFunctionArgs } from "@remix-run/node";
import { authenticateAdmin } from "#app/shopify/app.server.ts";

/** Shopify's library answers its own pages under /auth (renewing a sign-in, leaving the frame) by throwing the response. */
export async function loader({ request }: LoaderFunctionArgs) {
  await authenticateAdmin(request);
  return null;
}
