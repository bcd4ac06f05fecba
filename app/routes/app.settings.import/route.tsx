import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData, useRevalidator, useSearchParams } from "@remix-run/react";
import { useEffect } from "react";
import { now } from "#app/platform/clock.server.ts";
import { getImportReport, listRecentImports } from "#app/queries/imports.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { useRefresh } from "#app/ui/use-refresh.ts";
import { checkImport } from "#app/usecases/import-check.server.ts";
import { startImport, undoImport } from "#app/usecases/import-run.server.ts";
import { importRequest, PURPOSE_MEANS, type ImportRequest } from "./import-form.ts";
import { shownReport } from "./shown-report.ts";
import { ImportView } from "./view.tsx";

const REFRESH_MS = 2_000;

export const meta: MetaFunction = () => [{ title: "Import and export · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const id = new URL(request.url).searchParams.get("id");
  const [recent, report] = await Promise.all([listRecentImports(shop.id), id === null ? undefined : getImportReport(shop.id, id)]);
  return { viewer: viewerOf(request, shop), recent, report: report ? shownReport(report) : null };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop, staff } = await authenticatePage(request);
  const parsed = importRequest.safeParse(await request.json().catch(() => undefined));
  if (!parsed.success) throw new Response("This form was not sent by the page.", { status: 400 });
  const asked = parsed.data;
  switch (asked.intent) {
    case "check":
      return checkImport(shop.id, { ...PURPOSE_MEANS[asked.purpose], text: asked.text, fileName: asked.fileName, reason: asked.reason, by: staff }, now());
    case "start":
      return startImport(shop.id, asked.id);
    case "undo":
      return undoImport(shop.id, asked.id);
  }
}

export default function Import() {
  const { viewer, recent, report } = useLoaderData<typeof loader>();
  const checking = useFetcher<typeof action>();
  const acting = useFetcher<typeof action>();
  const revalidator = useRevalidator();
  const [, setAddress] = useSearchParams();
  const checked = checking.data?.outcome === "checked" ? checking.data : undefined;
  useEffect(() => {
    if (checked) setAddress({ id: checked.importId });
  }, [checked, setAddress]);
  const isOpen = report?.run.state === "running" || report?.run.state === "undoing";
  useRefresh(() => revalidator.revalidate(), isOpen ? REFRESH_MS : null);
  const send = (fetcher: typeof checking, asked: ImportRequest) => fetcher.submit(asked, { method: "post", encType: "application/json" });
  return (
    <ImportView
      formats={formatsFor(viewer)}
      recent={recent}
      report={report}
      refusal={checking.data?.outcome === "refused" ? checking.data.message : undefined}
      unusedColumns={checked?.unusedColumns ?? []}
      isChecking={checking.state !== "idle"}
      isActing={acting.state !== "idle"}
      onCheck={(file) => send(checking, { intent: "check", ...file })}
      onStart={(id) => send(acting, { intent: "start", id })}
      onUndo={(id) => send(acting, { intent: "undo", id })}
    />
  );
}
