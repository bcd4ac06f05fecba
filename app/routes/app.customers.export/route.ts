import { Readable } from "node:stream";
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { exportCustomers } from "#app/queries/export-customers.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { readListAddress } from "../app.customers._index/list-address.ts";

/** The filtered customers as a CSV file, sent while they are read: memory does not grow with the shop. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const { stage, query } = readListAddress(new URL(request.url).searchParams);
  const lines = exportCustomers(shop.id, { ...(stage && { stage }), ...(query && { query }) });
  return new Response(createReadableStreamFromReadable(Readable.from(lines)), {
    headers: { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="customers.csv"', "Cache-Control": "no-store" },
  });
}
