import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";

/** The program begins with its rules. */
export async function loader({ request }: LoaderFunctionArgs) {
  await authenticatePage(request);
  // The search carries who asks when the admin opens the frame.
  throw redirect(`/app/program/rules${new URL(request.url).search}`);
}
