import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { authenticateAdmin } from "#app/shopify/app.server.ts";

/** Shopify's library answers its own pages under /auth (renewing a sign-in, leaving the frame) by throwing the response. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  // Where the library sends a visitor who comes without a shop. There is no sign-in of our own, so: how to open the app.
  if (params["*"] === "login") throw redirect("/");
  await authenticateAdmin(request);
  return redirect("/");
}
