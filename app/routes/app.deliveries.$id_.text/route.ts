import type { LoaderFunctionArgs } from "@remix-run/node";
import { isDecimalId } from "#app/domain/ids.ts";
import { findParkedDeliveryBody } from "#app/queries/parked-deliveries.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";

/** The text of one parked delivery as it came, as a file. Never shown as a page: it may hold anything. */
export async function loader({ request, params: { id = "" } }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const body = isDecimalId(id) ? await findParkedDeliveryBody(shop.id, id) : undefined;
  if (body === undefined) throw new Response(null, { status: 404 });
  return new Response(body, {
    headers: { "Content-Type": "application/octet-stream", "Content-Disposition": `attachment; filename="delivery-${id}.json"`, "Cache-Control": "no-store" },
  });
}
