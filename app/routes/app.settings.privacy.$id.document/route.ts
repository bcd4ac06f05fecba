import type { LoaderFunctionArgs } from "@remix-run/node";
import { isDecimalId } from "#app/domain/ids.ts";
import { now } from "#app/platform/clock.server.ts";
import { findPersonalDocument } from "#app/queries/privacy-requests.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";

/** Everything stored about the customer of one data request, as a file for the merchant to hand on. */
export async function loader({ request, params: { id = "" } }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const found = isDecimalId(id) ? await findPersonalDocument(shop.id, id, now()) : undefined;
  if (!found) throw new Response(null, { status: 404 });
  return new Response(found.json, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="${found.fileName.replace(/[^\w.-]/g, "_")}"`,
      "Cache-Control": "no-store",
    },
  });
}
