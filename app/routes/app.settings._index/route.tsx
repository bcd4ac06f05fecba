import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { now } from "#app/platform/clock.server.ts";
import { listApiTokens } from "#app/queries/api-tokens.server.ts";
import { listPrivacyRequests } from "#app/queries/privacy-requests.server.ts";
import { getHoldout } from "#app/queries/holdout.server.ts";
import { getSetUp } from "#app/queries/set-up.server.ts";
import { getSyncState } from "#app/queries/sync-state.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { SettingsView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Settings · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const [setUp, tokens, requests, sync, holdout] = await Promise.all([
    getSetUp(shop.id),
    listApiTokens(shop.id),
    listPrivacyRequests(shop.id),
    getSyncState(shop.id, now()),
    getHoldout(shop.id),
  ]);
  return {
    viewer: viewerOf(request, shop),
    policy: setUp.policy,
    tokenCount: tokens.length,
    openRequestCount: requests.filter(({ kind, completedAt }) => kind === "data_request" && !completedAt).length,
    parkedCount: sync.inbox.parked,
    waitingCount: sync.inbox.pending,
    holdoutPercent: holdout.percent,
  };
}

export default function Settings() {
  const { viewer, ...state } = useLoaderData<typeof loader>();
  return <SettingsView {...state} formats={formatsFor(viewer)} />;
}
