import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { useEffect } from "react";
import { now } from "#app/platform/clock.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { getHoldout } from "#app/queries/holdout.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { focusFirstOf } from "#app/ui/focus-first-of.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { wholeNumber } from "#app/ui/plain-number.ts";
import { useSaves } from "#app/ui/use-saves.ts";
import { setHoldoutPercent } from "#app/usecases/set-holdout-percent.server.ts";
import { HoldoutView, SHARE_ID } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Holdout · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const { since, ...holdout } = await getHoldout(shop.id);
  return { viewer: viewerOf(request, shop), ...holdout, since: since?.toISOString() ?? null };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const percent = wholeNumber(String((await formIn(request)).get("percent") ?? ""));
  return setHoldoutPercent(shop.id, { percent, by: "merchant" }, now());
}

export default function HoldoutSettings() {
  const { viewer, ...holdout } = useLoaderData<typeof loader>();
  const saving = useFetcher<typeof action>();
  const saves = useSaves(saving.state, saving.data?.outcome === "saved");
  useEffect(() => {
    if (saving.data?.outcome === "saved") shopify.toast.show("Holdout saved");
    if (saving.data?.outcome === "invalid") focusFirstOf([SHARE_ID]);
  }, [saving.data]);
  return (
    <HoldoutView
      {...holdout}
      saves={saves}
      formats={formatsFor(viewer)}
      message={saving.data?.outcome === "invalid" ? saving.data.message : undefined}
      isSaving={saving.state !== "idle"}
      onSave={(percent) => saving.submit({ percent }, { method: "post" })}
    />
  );
}
