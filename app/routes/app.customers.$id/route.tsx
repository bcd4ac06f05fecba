import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData, useNavigate, useRevalidator } from "@remix-run/react";
import { useState } from "react";
import { now } from "#app/platform/clock.server.ts";
import { findCustomerPoints } from "#app/queries/customer-points.server.ts";
import { findCustomerRewards } from "#app/queries/customer-rewards.server.ts";
import { findCustomerSummary } from "#app/queries/customer-summary.server.ts";
import { findCustomerTier } from "#app/queries/customer-tier.server.ts";
import { findCustomerTimeline } from "#app/queries/customer-timeline.server.ts";
import { CursorError } from "#app/queries/cursor.ts";
import { findMemberExclusion } from "#app/queries/member-exclusion.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { customerName } from "#app/ui/customer-name.ts";
import { isDecimalId } from "#app/domain/ids.ts";
import { formIn } from "#app/platform/form-in.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { useRefresh } from "#app/ui/use-refresh.ts";
import { explainUnearned } from "#app/usecases/explain-unearned.server.ts";
import { settleDueMember } from "#app/usecases/settle-due-member.server.ts";
import { redirectInside } from "../app/redirect-inside.server.ts";
import { actOnCustomer } from "./act-on-customer.server.ts";
import { CustomerDialog, type Dialog } from "./customer-dialog.tsx";
import { historyFilterOf, kindsOf } from "./history-filter.ts";
import { isMoving } from "./redemption-words.ts";
import { CustomerView, UnknownCustomerView } from "./view.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.outcome === "found" ? customerName(data.summary) : "Customer"} · Thrice` }];

export async function loader({ request, params: { id = "" } }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const search = new URL(request.url).searchParams;
  const unknown = () => json({ outcome: "unknown" } as const, { status: 404 });
  if (!isDecimalId(id)) return unknown();

  const asOf = now();
  await settleDueMember(shop.id, id, asOf);
  const summary = await findCustomerSummary(shop.id, id, asOf);
  if (!summary) return unknown();
  if (summary.id !== id) throw redirectInside(request, `/app/customers/${summary.id}`);

  const filter = historyFilterOf(search.get("show"));
  const kinds = kindsOf(filter);
  const before = search.get("before");
  const [points, rewards, tier, exclusion, timeline] = await Promise.all([
    findCustomerPoints(shop, id, asOf),
    findCustomerRewards(shop.id, id, asOf),
    findCustomerTier(shop, id, asOf),
    findMemberExclusion(shop.id, id),
    findCustomerTimeline(shop.id, id, { asOf, limit: 50, explainUnearned: (orderIds) => explainUnearned(shop.id, { customerId: id, orderIds, now: asOf }), ...(kinds && { kinds }), ...(before && { cursor: before }) }).catch((error: unknown) => {
      if (error instanceof CursorError) throw redirectInside(request, `/app/customers/${id}`);
      throw error;
    }),
  ]);
  const history = { filter, timeline: timeline ?? { items: [], nextCursor: null }, isOlder: before !== null };
  return json({ outcome: "found", viewer: viewerOf(request, shop), at: asOf.toISOString(), summary, points, rewards, tier, exclusion, ...history } as const);
}

export async function action({ request, params: { id = "" } }: ActionFunctionArgs) {
  const { shop, staff } = await authenticatePage(request);
  if (!isDecimalId(id)) throw new Response("There is no such customer.", { status: 404 });
  return actOnCustomer({ shopId: shop.id, customerId: id, by: staff, viewer: viewerOf(request, shop) }, await formIn(request));
}

const ASKING_SHOPIFY_REFRESH_MS = 1_500;

export default function Customer() {
  const page = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const { revalidate } = useRevalidator();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const isAsking = page.outcome === "found" && page.rewards.redemptions.some(isMoving);
  useRefresh(revalidate, isAsking ? ASKING_SHOPIFY_REFRESH_MS : null);
  if (page.outcome === "unknown") return <UnknownCustomerView />;
  const { viewer, at, outcome: _outcome, ...found } = page;
  const { points, rewards, summary } = found;
  const formats = formatsFor(viewer);
  const show = (change: Record<string, string>) => void navigate(`?${new URLSearchParams(change)}`, { preventScrollReset: true });
  const kept: Record<string, string> = found.filter === "all" ? {} : { show: found.filter };
  return (
    <>
      <CustomerView
        key={summary.id}
        {...found}
        formats={formats}
        onDialog={setDialog}
        onFilter={(filter) => show(filter === "all" ? {} : { show: filter })}
        onOlder={(cursor) => show({ ...kept, before: cursor })}
        onNewest={() => show(kept)}
      />
      {dialog && <CustomerDialog key={dialog.kind} dialog={dialog} points={points} rewards={rewards} at={at} formats={formats} onClose={() => setDialog(null)} />}
    </>
  );
}
