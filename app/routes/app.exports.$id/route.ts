import { Readable } from "node:stream";
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { isDecimalId } from "#app/domain/ids.ts";
import { now } from "#app/platform/clock.server.ts";
import { findReadyExport, readExport } from "#app/queries/exports.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";

/** A prepared CSV file, sent while it is read. */
export async function loader({ request, params: { id = "" } }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const kind = isDecimalId(id) ? await findReadyExport(shop.id, id, now()) : undefined;
  if (!kind) throw new Response("There is no such file any more.", { status: 404 });
  return new Response(createReadableStreamFromReadable(Readable.from(readExport(shop.id, id))), {
    headers: { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": `attachment; filename="${kind}.csv"`, "Cache-Control": "no-store" },
  });
}
