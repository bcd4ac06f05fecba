import { type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";
import type { ShopFigures } from "#app/contract/figures.ts";
import { now } from "#app/platform/clock.server.ts";
import { CursorError } from "#app/queries/cursor.ts";
import { countCustomers, listCustomers } from "#app/queries/list-customers.server.ts";
import { listHeldPoints } from "#app/queries/list-held-points.server.ts";
import { getShopFigures } from "#app/queries/shop-figures.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { redirectInside } from "../app/redirect-inside.server.ts";
import { usePrepareExport } from "../app.exports._index/use-prepare-export.ts";
import { changeList, type ListAddress, PAGE_SIZE, readListAddress, writeListAddress } from "./list-address.ts";
import { CustomersView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Customers · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const address = readListAddress(new URL(request.url).searchParams);
  const filter = { ...(address.stage && { stage: address.stage }), ...(address.query && { query: address.query }) };
  const cursor = address.trail.at(-1);
  const [list, figures, found] = await Promise.all([
    listCustomers(shop.id, { ...filter, sort: address.sort, limit: PAGE_SIZE, ...(cursor && { cursor }) }).catch((error: unknown) => {
      if (error instanceof CursorError) throw redirectInside(request, `/app/customers${writeListAddress(changeList(address, {}))}`);
      throw error;
    }),
    getShopFigures(shop.id, now()),
    address.query ? countCustomers(shop.id, filter) : null,
  ]);
  const points = await listHeldPoints(shop.id, list.items.map(({ id }) => id));
  return { viewer: viewerOf(request, shop), address, list, points, stages: figures.summary.stages, found: found ?? countOf(figures, address) };
}

function countOf({ summary }: ShopFigures, { stage }: ListAddress): number {
  return stage ? summary.stages[stage] : Object.values(summary.stages).reduce((sum, count) => sum + count, 0);
}

export default function Customers() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const navigation = useNavigation();
  const preparing = usePrepareExport();
  return (
    <CustomersView
      {...page}
      {...preparing}
      formats={formatsFor(viewer)}
      isLoading={navigation.location?.pathname === "/app/customers"}
      onAddress={(address, { replace }) => void navigate(`/app/customers${writeListAddress(address)}`, { replace, preventScrollReset: true })}
    />
  );
}
