import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useRevalidator } from "@remix-run/react";
import { now } from "#app/platform/clock.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { countExportRows, listExports } from "#app/queries/exports.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { useRefresh } from "#app/ui/use-refresh.ts";
import { startExport } from "#app/usecases/start-export.server.ts";
import { exportRequestIn } from "./export-form.ts";
import { ExportsView } from "./view.tsx";

const REFRESH_MS = 2_000;

export const meta: MetaFunction = () => [{ title: "Exports · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  return { viewer: viewerOf(request, shop), files: await listExports(shop.id, now()) };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop, staff } = await authenticatePage(request);
  const wanted = exportRequestIn(await formIn(request));
  if (!wanted) throw new Response("The form is not complete.", { status: 400 });
  return { id: await startExport(shop.id, wanted, { rowsTotal: await countExportRows(shop, wanted), by: staff, now: now() }) };
}

export default function Exports() {
  const { viewer, files } = useLoaderData<typeof loader>();
  const { revalidate } = useRevalidator();
  useRefresh(revalidate, files.some(({ state }) => state === "preparing") ? REFRESH_MS : null);
  return <ExportsView files={files} formats={formatsFor(viewer)} />;
}
