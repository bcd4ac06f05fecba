import type { LoaderFunctionArgs } from "@remix-run/node";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";

/** Any address under /app that no page has; the frame of the app shows the words for 404. */
export async function loader({ request }: LoaderFunctionArgs) {
  await authenticatePage(request);
  throw new Response(null, { status: 404 });
}

export default function NoSuchPage() {
  return null;
}
