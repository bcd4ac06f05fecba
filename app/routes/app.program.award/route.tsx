import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useFetcher, useLoaderData, useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import { now } from "#app/platform/clock.server.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { findAwards } from "#app/queries/awards.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { useRefresh } from "#app/ui/use-refresh.ts";
import { awardPastOrders, undoPastOrderAward } from "#app/usecases/award-past-orders.server.ts";
import { readProgramState } from "../app.program.$tab/read-program-page.server.ts";
import type { loader as dryRunLoader } from "../app.program.award_.dry-run/route.ts";
import { readFromDay } from "./award-form.ts";
import { awardRefusal } from "./award-words.ts";
import { AwardView } from "./view.tsx";

const REFRESH_MS = 3_000;

export const meta: MetaFunction = () => [{ title: "Award past orders · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const [{ live, startedAt }, found] = await Promise.all([readProgramState(shop.id, now()), findAwards(shop.id)]);
  return { viewer: viewerOf(request, shop), live: live && { version: live.version, isPaused: live.isPaused }, startedAt, ...found };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop, staff } = await authenticatePage(request);
  const values = await formIn(request);
  const at = now();
  if (values.get("act") === "undo") return json({ outcome: (await undoPastOrderAward(shop.id, { by: staff, now: at })).outcome, message: null } as const);
  const formats = formatsFor(viewerOf(request, shop));
  const from = readFromDay(String(values.get("from")), shop.timeZone);
  if (!from) return json({ outcome: "refused", message: awardRefusal({ outcome: "no_day" }, formats) } as const);
  const awarded = await awardPastOrders(shop.id, { from, by: staff, now: at });
  if (awarded.outcome === "awarded") return json({ outcome: "awarded", message: null } as const);
  return json({ outcome: "refused", message: awardRefusal(awarded, formats) } as const);
}

export default function AwardPastOrders() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  const acting = useFetcher<typeof action>();
  const { load, data, state } = useFetcher<typeof dryRunLoader>();
  const { revalidate } = useRevalidator();
  const outcome = acting.data?.outcome;
  useEffect(() => {
    if (outcome === "awarded") shopify.toast.show("Past orders are awarded");
    if (outcome === "undone") shopify.toast.show("The award is taken back");
  }, [outcome, acting.data]);
  useRefresh(revalidate, page.unsettled > 0 ? REFRESH_MS : null);
  return (
    <AwardView
      {...page}
      formats={formatsFor(viewer)}
      dryRun={state === "idle" ? data : undefined}
      isTrying={state !== "idle"}
      onTry={(day) => load(`/app/program/award/dry-run?${new URLSearchParams({ from: day }).toString()}`)}
      refusal={acting.data?.message ?? undefined}
      done={acting.state === "idle" ? outcome : undefined}
      isActing={acting.state !== "idle"}
      onAward={(from) => acting.submit({ act: "award", from }, { method: "post" })}
      onUndo={() => acting.submit({ act: "undo" }, { method: "post" })}
    />
  );
}
