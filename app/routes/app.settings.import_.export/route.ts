import { Readable } from "node:stream";
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from "@remix-run/node";
import { exportPoints, POINTS_FILES } from "#app/queries/export-points.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";

/** A file of the shop's points, sent while it is read: memory does not grow with the shop. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const wanted = new URL(request.url).searchParams.get("file");
  const file = POINTS_FILES.find((name) => name === wanted);
  if (!file) throw new Response("There is no such file.", { status: 404 });
  const type = file.endsWith(".json") ? "application/json" : "text/csv";
  return new Response(createReadableStreamFromReadable(Readable.from(exportPoints(shop.id, file))), {
    headers: { "Content-Type": `${type}; charset=utf-8`, "Content-Disposition": `attachment; filename="${file}"`, "Cache-Control": "no-store" },
  });
}
