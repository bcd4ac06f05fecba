import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useFetcher, useLoaderData, useNavigate } from "@remix-run/react";
import { useEffect } from "react";
import { now } from "#app/platform/clock.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { publishProgram } from "#app/usecases/publish-program.server.ts";
import { readProgramState } from "../app.program.$tab/read-program-page.server.ts";
import type { loader as dryRunLoader } from "../app.program.review_.dry-run/route.ts";
import { programChanges } from "./program-changes.ts";
import { publishFormIn, readPublishForm } from "./publish-form.ts";
import { ReviewView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Review program · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const at = now();
  const { live, draft } = await readProgramState(shop.id, at);
  if (!draft) throw redirect(`/app/program/rules${new URL(request.url).search}`);
  const viewer = viewerOf(request, shop);
  return { viewer, at: at.toISOString(), liveVersion: live?.version ?? null, changes: programChanges(live?.program ?? null, draft, formatsFor(viewer)), hasRules: draft.earnRules.length > 0 };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop, staff } = await authenticatePage(request);
  const at = now();
  const read = readPublishForm(publishFormIn(await request.formData()), { now: at, timeZone: shop.timeZone });
  if (read.outcome === "invalid") return { outcome: "refused", message: read.message } as const;
  const published = await publishProgram(shop.id, { ...(read.startsAt && { startsAt: read.startsAt }), by: staff, now: at });
  switch (published.outcome) {
    case "published":
      return { outcome: "published", version: published.version } as const;
    case "no_draft":
      return { outcome: "refused", message: "There is no draft to publish." } as const;
    case "starts_before_booked_orders":
      return { outcome: "refused", message: "Orders since that day have earned by other rules already. Choose today or a later day." } as const;
  }
}

export default function Review() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  const publishing = useFetcher<typeof action>();
  const { load, ...dryRun } = useFetcher<typeof dryRunLoader>();
  const navigate = useNavigate();
  useEffect(() => load("/app/program/review/dry-run"), [load]);
  useEffect(() => {
    if (publishing.data?.outcome !== "published") return;
    shopify.toast.show(`Version ${publishing.data.version} published`);
    void navigate("/app/program/rules");
  }, [publishing.data, navigate]);
  return (
    <ReviewView
      {...page}
      formats={formatsFor(viewer)}
      dryRun={dryRun.data}
      onRetry={() => load("/app/program/review/dry-run")}
      refusal={publishing.data?.outcome === "refused" ? publishing.data.message : undefined}
      isPublishing={publishing.state !== "idle"}
      onPublish={(form) => publishing.submit(form, { method: "post" })}
    />
  );
}
