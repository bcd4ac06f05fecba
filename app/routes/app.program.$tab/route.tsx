import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData, useNavigate } from "@remix-run/react";
import { useCallback, useEffect, useRef } from "react";
import { now } from "#app/platform/clock.server.ts";
import { etagOf, requireUnchanged } from "#app/platform/changed-meanwhile.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { countOpenGifts } from "#app/queries/gifts.server.ts";
import { getProgramOutlook } from "#app/queries/program.server.ts";
import { findStorefrontTexts } from "#app/queries/storefront-texts.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { findUnknownTargets } from "#app/shopify/find-unknown-targets.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { useSaves } from "#app/ui/use-saves.ts";
import { saveDraft } from "#app/usecases/publish-program.server.ts";
import { redirectInside } from "../app/redirect-inside.server.ts";
import { useLeaveGuard } from "../app/use-leave-guard.ts";
import { actIn, actOnProgram } from "./act-on-program.server.ts";
import { focusFirst } from "./focus-first.ts";
import type { ProgramErrors } from "./program-draft.ts";
import type { action as textsAction } from "../app.program.texts/route.ts";
import { parsedJson } from "./parsed-json.ts";
import { type ProgramState, readProgramState } from "./read-program-page.server.ts";
import { readStorefront } from "./read-storefront.server.ts";
import { isTabAddress, type Tab, tabOf } from "./tab.ts";
import { useProgramAct } from "./use-program-act.ts";
import { useResourceTitles } from "./use-resource-titles.ts";
import { useScopeGrant } from "./use-scope-grant.ts";
import { ProgramView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Program · Thrice" }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const tab = tabOf(params["tab"]);
  if (!tab) throw redirectInside(request, "/app/program/rules");
  const at = now();
  const [state, outlook, openGifts, texts] = await Promise.all([readProgramState(shop.id, at), getProgramOutlook(shop.id, at), countOpenGifts(shop.id), findStorefrontTexts(shop.id)]);
  const storefront = tab === "storefront" ? readStorefront(shop) : null;
  return { viewer: viewerOf(request, shop), at: at.toISOString(), tab, etag: etagOf(drawnFrom(state)), ...state, outlook, openGifts, texts, storefront };
}

/** What the form is drawn from. */
const drawnFrom = ({ draft, live }: ProgramState) => draft ?? live?.program ?? null;

export async function action({ request }: ActionFunctionArgs) {
  const { shop, staff } = await authenticatePage(request);
  const values = await formIn(request);
  const act = actIn(values);
  if (act) return json({ ...(await actOnProgram(shop.id, act, { by: staff, now: now() })), errors: {} as ProgramErrors } as const);
  const input = parsedJson(String(values.get("program")));
  if (input === undefined) throw new Response("The form is not complete.", { status: 400 });
  requireUnchanged(values, drawnFrom(await readProgramState(shop.id, now())));
  const saved = await saveDraft(shop.id, input, { by: staff, now: now(), findUnknown: findUnknownTargets(shop) });
  if (saved.outcome === "saved") return json({ outcome: "saved", errors: {} as ProgramErrors } as const);
  return json({ outcome: "invalid", errors: Object.fromEntries(saved.fields.map(({ path, message }) => [path, message])) as ProgramErrors } as const);
}

export default function ProgramPage() {
  const { viewer, etag, ...page } = useLoaderData<typeof loader>();
  const saving = useFetcher<typeof action>();
  const acting = useFetcher<typeof action>();
  const savingTexts = useFetcher<typeof textsAction>();
  const saves = useSaves(saving.state, saving.data?.outcome === "saved");
  const { act, setAct, isReminderMissing } = useProgramAct(acting.data);
  const navigate = useNavigate();
  const grant = useScopeGrant();
  const known = useResourceTitles(page.draft ?? page.live?.program);
  const guardLeaving = useLeaveGuard(isTabAddress);
  const onTab = useCallback((tab: Tab) => void navigate(`/app/program/${tab}`, { preventScrollReset: true }), [navigate]);
  // Where one is when an answer comes; looking at another tab later asks for nothing again.
  const shownTab = useRef(page.tab);
  useEffect(() => {
    shownTab.current = page.tab;
  });
  useEffect(() => {
    if (saving.data?.outcome === "saved") shopify.toast.show("Draft saved");
    if (saving.data?.outcome === "invalid") focusFirst(saving.data.errors, { tab: shownTab.current, onTab });
  }, [saving.data, onTab]);
  useEffect(() => {
    if (savingTexts.data) shopify.toast.show(savingTexts.data.outcome === "saved" ? "Texts saved" : "The texts were not saved", { isError: savingTexts.data.outcome !== "saved" });
  }, [savingTexts.data]);
  return (
    <ProgramView
      {...page}
      saves={saves}
      formats={formatsFor(viewer)}
      refused={saving.data?.errors ?? {}}
      isSaving={saving.state !== "idle" || savingTexts.state !== "idle"}
      onSave={(program) => saving.submit({ program: JSON.stringify(program), etag }, { method: "post" })}
      onSaveTexts={(texts) => savingTexts.submit({ texts: JSON.stringify(texts) }, { method: "post", action: "/app/program/texts" })}
      act={act}
      isActing={acting.state !== "idle"}
      isReminderMissing={isReminderMissing}
      onAskAct={setAct}
      onAct={(chosen) => acting.submit({ act: chosen }, { method: "post" })}
      onTab={onTab}
      grant={grant}
      known={known}
      onVersions={() => void navigate("/app/program/versions")}
      onAward={() => void navigate("/app/program/award")}
      onGifts={() => void navigate("/app/gifts")}
      onReview={() => void navigate("/app/program/review")}
      onDirty={guardLeaving}
    />
  );
}
