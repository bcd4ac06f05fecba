import { type LoaderFunctionArgs } from "@remix-run/node";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { redirectInside } from "../app/redirect-inside.server.ts";

/** The program begins with its rules. */
export async function loader({ request }: LoaderFunctionArgs) {
  await authenticatePage(request);
  throw redirectInside(request, "/app/program/rules");
}
