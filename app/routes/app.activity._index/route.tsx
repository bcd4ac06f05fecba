import { type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData, useNavigate, useNavigation } from "@remix-run/react";
import { now } from "#app/platform/clock.server.ts";
import { CursorError } from "#app/queries/cursor.ts";
import { listActivity, listActivityChoices } from "#app/queries/shop-activity.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { redirectInside } from "../app/redirect-inside.server.ts";
import { usePrepareExport } from "../app.exports._index/use-prepare-export.ts";
import { readActivityAddress, writeActivityAddress } from "./activity-address.ts";
import { ActivityView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Activity · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const address = readActivityAddress(new URL(request.url).searchParams);
  const [{ page, totals }, choices] = await Promise.all([
    listActivity(shop, address, { ...(address.cursor && { cursor: address.cursor }) }).catch((error: unknown) => {
      if (error instanceof CursorError) throw redirectInside(request, `/app/activity${writeActivityAddress({ ...address, cursor: null })}`);
      throw error;
    }),
    listActivityChoices(shop.id),
  ]);
  return { viewer: viewerOf(request, shop), address, page, totals, choices, at: now().toISOString() };
}

export default function Activity() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const navigation = useNavigation();
  const preparing = usePrepareExport();
  return (
    <ActivityView
      {...page}
      {...preparing}
      formats={formatsFor(viewer)}
      isLoading={navigation.location?.pathname === "/app/activity"}
      onAddress={(address) => void navigate(`/app/activity${writeActivityAddress(address)}`, { preventScrollReset: true })}
    />
  );
}
