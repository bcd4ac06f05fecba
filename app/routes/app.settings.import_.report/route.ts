import { Readable } from "node:stream";
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { exportImportReport } from "#app/queries/export-import-report.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";

/** The report of a file line by line, sent while it is read. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const report = await exportImportReport(shop.id, new URL(request.url).searchParams.get("id") ?? "");
  if (!report) throw new Response("There is no such file.", { status: 404 });
  return new Response(createReadableStreamFromReadable(Readable.from(report)), {
    headers: { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="report.csv"', "Cache-Control": "no-store" },
  });
}
