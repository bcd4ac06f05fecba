import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useCallback, useEffect } from "react";
import { now } from "#app/platform/clock.server.ts";
import { etagOf, requireUnchanged } from "#app/platform/changed-meanwhile.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { getSetUp } from "#app/queries/set-up.server.ts";
import { getShopFigures } from "#app/queries/shop-figures.server.ts";
import { countUnpaidOrders } from "#app/queries/unpaid-orders.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { useSaves } from "#app/ui/use-saves.ts";
import { saveCountingPolicy } from "#app/usecases/save-counting-policy.server.ts";
import { useLeaveGuard } from "../app/use-leave-guard.ts";
import { readCard } from "../app._index/read-card.server.ts";
import type { loader as effectLoader } from "../app.settings.counting_.effect/route.ts";
import { draftIn, draftOf, type PolicyDraft, readDraft } from "./policy-draft.ts";
import { CountingView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Counting · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const [{ policy }, figures, unpaid] = await Promise.all([
    getSetUp(shop.id),
    readCard("same-day seconds", () => getShopFigures(shop.id, now())),
    readCard("unpaid orders", () => countUnpaidOrders(shop.id, now())),
  ]);
  return {
    viewer: viewerOf(request, shop),
    saved: draftOf(policy, shop.currency),
    etag: etagOf(policy),
    sameDaySeconds: figures.outcome === "ready" ? figures.value.sameDaySeconds : null,
    unpaid: unpaid.outcome === "ready" ? unpaid.value : null,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const form = await formIn(request);
  requireUnchanged(form, (await getSetUp(shop.id)).policy);
  const read = readDraft(draftIn(form), shop.currency);
  if (read.outcome === "invalid") return read;
  return saveCountingPolicy(shop.id, read.policy, { by: "merchant", now: now() });
}

export default function Counting() {
  const { viewer, etag, ...page } = useLoaderData<typeof loader>();
  const saving = useFetcher<typeof action>();
  const { load, ...effect } = useFetcher<typeof effectLoader>();
  const saves = useSaves(saving.state, saving.data?.outcome === "saved");
  const guardLeaving = useLeaveGuard();
  const onDraft = useCallback((draft: PolicyDraft) => load(`/app/settings/counting/effect?${new URLSearchParams(draft)}`), [load]);
  useEffect(() => {
    if (saving.data?.outcome === "saved") shopify.toast.show("Counting saved");
  }, [saving.data]);
  return (
    <CountingView
      {...page}
      saves={saves}
      formats={formatsFor(viewer)}
      refused={saving.data?.outcome === "invalid" ? saving.data.fields : {}}
      isSaving={saving.state !== "idle"}
      onSave={(draft) => saving.submit({ ...draft, etag }, { method: "post" })}
      effect={effect.data}
      isEffectLoading={effect.state !== "idle"}
      onDraft={onDraft}
      onDirty={guardLeaving}
    />
  );
}
