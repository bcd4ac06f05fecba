import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData, useRevalidator, useSearchParams } from "@remix-run/react";
import { useEffect, useState } from "react";
import { findEmails, getImportReport, getOrderImportReport, getTierImportReport, listRecentImports } from "#app/queries/imports.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { useRefresh } from "#app/ui/use-refresh.ts";
import { startImport, undoImport } from "#app/usecases/import-run.server.ts";
import { FILE_REPORT_ID } from "./file-report.tsx";
import { importRequest, type ImportRequest } from "./import-form.ts";
import { sendFile, type CheckFile, type FileChecked } from "./send-file.ts";
import { shownReport } from "./shown-report.ts";
import { ImportView } from "./view.tsx";

const REFRESH_MS = 2_000;

export const meta: MetaFunction = () => [{ title: "Import and export · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const id = new URL(request.url).searchParams.get("id");
  const [recent, report, orders, tiers] = await Promise.all([
    listRecentImports(shop.id),
    ...(id === null ? ([] as const) : ([getImportReport(shop.id, id), getOrderImportReport(shop.id, id), getTierImportReport(shop.id, id)] as const)),
  ]);
  const shown = report ? shownReport(report) : null;
  const emails = shown ? await findEmails(shop.id, shown.moves.flatMap(({ customerId }) => customerId ?? [])) : {};
  return { viewer: viewerOf(request, shop), recent, report: shown && { ...shown, emails }, orders: orders ?? null, tiers: tiers ?? null };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const parsed = importRequest.safeParse(await request.json().catch(() => undefined));
  if (!parsed.success) throw new Response("This form was not sent by the page.", { status: 400 });
  return parsed.data.intent === "start" ? startImport(shop.id, parsed.data.id) : undoImport(shop.id, parsed.data.id);
}

export default function Import() {
  const { viewer, recent, report, orders, tiers } = useLoaderData<typeof loader>();
  const acting = useFetcher<typeof action>();
  const revalidator = useRevalidator();
  const [, setAddress] = useSearchParams();
  const [checked, setChecked] = useState<FileChecked>();
  const [isChecking, setChecking] = useState(false);
  const { id, state } = (report ?? orders ?? tiers)?.run ?? {};
  const checkedId = checked?.outcome === "checked" ? checked.importId : undefined;
  // What the check says stands above the form, where the button was.
  useEffect(() => {
    if (checkedId !== undefined && checkedId === id) document.getElementById(FILE_REPORT_ID)?.focus();
  }, [checkedId, id]);
  useRefresh(() => revalidator.revalidate(), state === "running" || state === "undoing" ? REFRESH_MS : null);
  const check = async (file: CheckFile) => {
    setChecking(true);
    const answer = await sendFile(file);
    setChecking(false);
    setChecked(answer);
    if (answer.outcome === "checked") setAddress({ id: answer.importId });
  };
  const send = (asked: ImportRequest) => acting.submit(asked, { method: "post", encType: "application/json" });
  return (
    <ImportView
      formats={formatsFor(viewer)}
      recent={recent}
      report={report}
      orders={orders}
      tiers={tiers}
      refused={checked?.outcome === "refused" ? checked : undefined}
      unusedColumns={checked?.outcome === "checked" ? checked.unusedColumns : []}
      isHistoryOpen={acting.data?.outcome === "history_open"}
      isChecking={isChecking}
      isActing={acting.state !== "idle"}
      onCheck={(file) => void check(file)}
      onStart={(id) => send({ intent: "start", id })}
      onUndo={(id) => send({ intent: "undo", id })}
    />
  );
}
