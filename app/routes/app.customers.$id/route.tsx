import { json, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData, useNavigate } from "@remix-run/react";
import { now } from "#app/platform/clock.server.ts";
import { findCustomerSummary } from "#app/queries/customer-summary.server.ts";
import { findCustomerTimeline } from "#app/queries/customer-timeline.server.ts";
import { CursorError } from "#app/queries/cursor.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { customerName } from "#app/ui/customer-name.ts";
import { isDecimalId } from "#app/domain/ids.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { historyFilterOf, kindsOf } from "./history-filter.ts";
import { CustomerView, UnknownCustomerView } from "./view.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.outcome === "found" ? customerName(data.summary) : "Customer"} · Thrice` }];

export async function loader({ request, params: { id = "" } }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const search = new URL(request.url).searchParams;
  const unknown = () => json({ outcome: "unknown" } as const, { status: 404 });
  if (!isDecimalId(id)) return unknown();

  const asOf = now();
  const summary = await findCustomerSummary(shop.id, id, asOf);
  if (!summary) return unknown();
  if (summary.id !== id) throw redirect(`/app/customers/${summary.id}`);

  const filter = historyFilterOf(search.get("show"));
  const kinds = kindsOf(filter);
  const before = search.get("before");
  const timeline = await findCustomerTimeline(shop.id, id, { asOf, limit: 50, ...(kinds && { kinds }), ...(before && { cursor: before }) }).catch((error: unknown) => {
    if (error instanceof CursorError) throw redirect(`/app/customers/${id}`);
    throw error;
  });
  return json({ outcome: "found", viewer: viewerOf(request, shop), summary, filter, timeline: timeline ?? { items: [], nextCursor: null }, isOlder: before !== null } as const);
}

export default function Customer() {
  const page = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  if (page.outcome === "unknown") return <UnknownCustomerView />;
  const { viewer, outcome: _outcome, ...found } = page;
  const show = (change: Record<string, string>) => void navigate(`?${new URLSearchParams(change)}`, { preventScrollReset: true });
  const kept: Record<string, string> = found.filter === "all" ? {} : { show: found.filter };
  return (
    <CustomerView
      key={found.summary.id}
      {...found}
      formats={formatsFor(viewer)}
      onFilter={(filter) => show(filter === "all" ? {} : { show: filter })}
      onOlder={(cursor) => show({ ...kept, before: cursor })}
      onNewest={() => show(kept)}
    />
  );
}
