import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useFetcher, useLoaderData, useNavigate } from "@remix-run/react";
import { useEffect, useState } from "react";
import { now } from "#app/platform/clock.server.ts";
import { findCustomerPoints } from "#app/queries/customer-points.server.ts";
import { findCustomerSummary } from "#app/queries/customer-summary.server.ts";
import { findCustomerTimeline } from "#app/queries/customer-timeline.server.ts";
import { CursorError } from "#app/queries/cursor.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { customerName } from "#app/ui/customer-name.ts";
import { isDecimalId } from "#app/domain/ids.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { settleDueMember } from "#app/usecases/settle-due-member.server.ts";
import { adjustPointsOf } from "./adjust-points-of.server.ts";
import { historyFilterOf, kindsOf } from "./history-filter.ts";
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
  if (summary.id !== id) throw redirect(`/app/customers/${summary.id}${new URL(request.url).search}`);

  const filter = historyFilterOf(search.get("show"));
  const kinds = kindsOf(filter);
  const before = search.get("before");
  const points = await findCustomerPoints(shop, id, asOf);
  const timeline = await findCustomerTimeline(shop.id, id, { asOf, limit: 50, ...(kinds && { kinds }), ...(before && { cursor: before }) }).catch((error: unknown) => {
    if (error instanceof CursorError) throw redirect(`/app/customers/${id}`);
    throw error;
  });
  return json({ outcome: "found", viewer: viewerOf(request, shop), summary, points, filter, timeline: timeline ?? { items: [], nextCursor: null }, isOlder: before !== null } as const);
}

export async function action({ request, params: { id = "" } }: ActionFunctionArgs) {
  const { shop, staff } = await authenticatePage(request);
  if (!isDecimalId(id)) throw new Response("There is no such customer.", { status: 404 });
  return adjustPointsOf({ shopId: shop.id, customerId: id, by: staff }, await request.formData());
}

export default function Customer() {
  const page = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const adjusting = useFetcher<typeof action>();
  const [isAdjusting, setAdjusting] = useState(false);
  useEffect(() => {
    if (adjusting.data?.outcome !== "adjusted") return;
    shopify.toast.show("Points adjusted");
    setAdjusting(false);
  }, [adjusting.data]);
  if (page.outcome === "unknown") return <UnknownCustomerView />;
  const { viewer, outcome: _outcome, ...found } = page;
  const show = (change: Record<string, string>) => void navigate(`?${new URLSearchParams(change)}`, { preventScrollReset: true });
  const kept: Record<string, string> = found.filter === "all" ? {} : { show: found.filter };
  return (
    <CustomerView
      key={found.summary.id}
      {...found}
      formats={formatsFor(viewer)}
      adjustment={isAdjusting ? { answer: adjusting.data, isSending: adjusting.state !== "idle" } : undefined}
      onAdjustOpen={setAdjusting}
      onAdjust={(form) => adjusting.submit(form, { method: "post" })}
      onFilter={(filter) => show(filter === "all" ? {} : { show: filter })}
      onOlder={(cursor) => show({ ...kept, before: cursor })}
      onNewest={() => show(kept)}
    />
  );
}
