import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData, useNavigate } from "@remix-run/react";
import { useEffect } from "react";
import { dearRewards } from "#app/domain/program/dear-rewards.ts";
import { programScopeNeeds } from "#app/domain/redemption/reward-scopes.ts";
import { missingScopesForSummary } from "#app/domain/summary/summary-scopes.ts";
import { localDay } from "#app/domain/time.ts";
import { now } from "#app/platform/clock.server.ts";
import { etagOf, requireUnchanged } from "#app/platform/changed-meanwhile.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { getLiability } from "#app/queries/liability.server.ts";
import { getProgramOutlook } from "#app/queries/program.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { readGrantedScopes } from "#app/shopify/read-granted-scopes.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { publishProgram } from "#app/usecases/publish-program.server.ts";
import { redirectInside } from "../app/redirect-inside.server.ts";
import { readCard } from "../app._index/read-card.server.ts";
import { scopeWords } from "../app.program.$tab/scope-words.ts";
import { spendBackWords } from "../app.program.$tab/spend-back-words.ts";
import { useScopeGrant } from "../app.program.$tab/use-scope-grant.ts";
import { readProgramState } from "../app.program.$tab/read-program-page.server.ts";
import type { loader as dryRunLoader } from "../app.program.review_.dry-run/route.ts";
import { owedChange, programChanges } from "./program-changes.ts";
import { publishFormIn, readPublishForm } from "./publish-form.ts";
import { ReviewView, START_DAY_ID } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Review program · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const at = now();
  const [{ live, draft, grantedScopes }, { toCome }] = await Promise.all([readProgramState(shop.id, at), getProgramOutlook(shop.id, at)]);
  if (!draft) throw redirectInside(request, "/app/program/rules");
  const viewer = viewerOf(request, { ...shop, pointsName: draft.pointsName });
  const formats = formatsFor(viewer);
  const isRevalued = live !== null && live.program.valuePerPointMinor !== draft.valuePerPointMinor;
  const owed = isRevalued ? owedChange({ owedPoints: await countOwedPoints(shop, at), at: at.toISOString(), before: live.program, draft }, formats) : undefined;
  return {
    viewer,
    at: at.toISOString(),
    etag: etagOf(draft),
    toCome,
    liveVersion: live?.version ?? null,
    changes: [...programChanges(live?.program ?? null, draft, formats), ...(owed ? [owed] : [])],
    hasRules: draft.earnRules.length > 0,
    dear: dearRewards(draft),
    spendBack: spendBackWords(draft, formatsFor(viewer)) ?? null,
    needs: programScopeNeeds(draft, grantedScopes),
    summaryScopes: missingScopesForSummary(grantedScopes),
  };
}

/** Points that customers hold or wait for at the end of today; 0 where that can't be read now. */
async function countOwedPoints({ id, timeZone }: { id: number; timeZone: string }, at: Date): Promise<number> {
  const today = localDay(at, timeZone);
  const read = await readCard("owed points", () => getLiability(id, { from: today, to: today }));
  return read.outcome === "ready" ? (read.value.items.at(-1)?.closing ?? 0) : 0;
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop, staff } = await authenticatePage(request);
  const at = now();
  const form = await formIn(request);
  const { draft } = await readProgramState(shop.id, at);
  if (draft) requireUnchanged(form, draft);
  const read = readPublishForm(publishFormIn(form), { now: at, timeZone: shop.timeZone });
  if (read.outcome === "invalid") return { outcome: "refused", message: read.message, field: "day" } as const;
  const published = await publishProgram(shop.id, { ...(read.startsAt && { startsAt: read.startsAt }), by: staff, now: at, findGranted: () => readGrantedScopes(shop) });
  switch (published.outcome) {
    case "published":
      return { outcome: "published", version: published.version } as const;
    case "no_draft":
      return { outcome: "refused", message: "There is no draft to publish." } as const;
    case "scopes_missing":
      return { outcome: "refused", message: `${published.needs.map(({ scope, rewards }) => `${rewards.map((name) => `“${name}”`).join(", ")} can’t be given until you allow Thrice to ${scopeWords(scope).title}.`).join(" ")} Nothing was published.` } as const;
    case "reminder_missing":
      return { outcome: "refused", message: "The draft gives an end to what customers hold, and they could not be told 30 and 7 days before. Switch “Points expire” on under Settings, Messages. Nothing was published." } as const;
    case "starts_before_booked_orders":
      return { outcome: "refused", message: "Orders since that day have earned by other rules already. Choose today or a later day.", field: "day" } as const;
  }
}

export default function Review() {
  const { viewer, etag, ...page } = useLoaderData<typeof loader>();
  const publishing = useFetcher<typeof action>();
  const { load, ...dryRun } = useFetcher<typeof dryRunLoader>();
  const navigate = useNavigate();
  const grants = { rewards: useScopeGrant(), summary: useScopeGrant() };
  useEffect(() => load("/app/program/review/dry-run"), [load]);
  const answer = publishing.data;
  useEffect(() => {
    if (answer?.outcome === "refused" && "field" in answer) document.getElementById(START_DAY_ID)?.focus();
  }, [answer]);
  useEffect(() => {
    if (answer?.outcome !== "published") return;
    shopify.toast.show(`Version ${answer.version} published`);
    void navigate("/app/program/rules");
  }, [answer, navigate]);
  return (
    <ReviewView
      {...page}
      formats={formatsFor(viewer)}
      grants={grants}
      onRewards={() => void navigate("/app/program/rewards")}
      dryRun={dryRun.state === "idle" ? dryRun.data : undefined}
      onRetry={() => load("/app/program/review/dry-run")}
      refusal={answer?.outcome === "refused" ? answer : undefined}
      isPublishing={publishing.state !== "idle"}
      onPublish={(form) => publishing.submit({ ...form, etag }, { method: "post" })}
    />
  );
}
