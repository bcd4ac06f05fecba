import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { localDay } from "#app/domain/time.ts";
import { now } from "#app/platform/clock.server.ts";
import { getLiability, getPointValue } from "#app/queries/liability.server.ts";
import { getLiabilityAgeing } from "#app/queries/liability-ageing.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { dayLines, liabilityRangeOf, monthLines } from "./liability-range.ts";
import { LiabilityView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Liability · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const at = now();
  const today = localDay(at, shop.timeZone);
  const range = liabilityRangeOf(new URL(request.url).searchParams.get("month"), today);
  const [{ items: days }, value] = await Promise.all([getLiability(shop.id, { from: range.from, to: today }), getPointValue(shop.id, at)]);
  // Behind the other one: a shop has one turn at a time to look through its ledger.
  const ageing = await getLiabilityAgeing(shop.id, at);
  const items = days.filter(({ day }) => day <= range.to);
  return {
    viewer: viewerOf(request, shop),
    at: at.toISOString(),
    month: range.month,
    today: days.at(-1) ?? null,
    value,
    openPeriod: range.month === null ? today.slice(0, 7) : today,
    lines: range.month === null ? monthLines(items) : dayLines(items),
    days: items.map(({ day, closing, pending, unclaimed }) => ({ day, available: closing - pending - unclaimed, waiting: unclaimed, pending })),
    ageing,
  };
}

export default function Liability() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  const [search, setSearch] = useSearchParams();
  const setParameter = (name: string, value: string | null) =>
    setSearch(
      (current) => {
        if (value === null) current.delete(name);
        else current.set(name, value);
        return current;
      },
      { preventScrollReset: true },
    );
  return (
    <LiabilityView
      {...page}
      formats={formatsFor(viewer)}
      isTable={search.get("view") === "table"}
      onTable={(isTable) => setParameter("view", isTable ? "table" : null)}
      onMonth={(month) => setParameter("month", month)}
    />
  );
}
