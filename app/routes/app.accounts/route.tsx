import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { now } from "#app/platform/clock.server.ts";
import { getAccountFunnel } from "#app/queries/account-funnel.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { AccountsView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Accounts · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const { from, to: _to, accounts, ...funnel } = await getAccountFunnel(shop.id, now());
  return { viewer: viewerOf(request, shop), from: from.toISOString(), accounts, funnel };
}

export default function Accounts() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  return <AccountsView {...page} formats={formatsFor(viewer)} />;
}
