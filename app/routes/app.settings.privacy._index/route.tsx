import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { now } from "#app/platform/clock.server.ts";
import { listPrivacyRequests } from "#app/queries/privacy-requests.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { PrivacyView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "Privacy · Thrice" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  return { viewer: viewerOf(request, shop), at: now().toISOString(), requests: await listPrivacyRequests(shop.id) };
}

export default function Privacy() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  return <PrivacyView {...page} formats={formatsFor(viewer)} />;
}
