import { Readable } from "node:stream";
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { now } from "#app/platform/clock.server.ts";
import { exportLines } from "#app/queries/exports.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { exportRequestOf } from "../app.exports._index/export-form.ts";

/** The filtered entries as a CSV file, sent while they are read: memory does not grow with the ledger. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const lines = exportLines(shop, exportRequestOf("activity", new URL(request.url).searchParams), now());
  return new Response(createReadableStreamFromReadable(Readable.from(lines)), {
    headers: { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="activity.csv"', "Cache-Control": "no-store" },
  });
}
