import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { isDecimalId } from "#app/domain/ids.ts";
import { now } from "#app/platform/clock.server.ts";
import { findCustomerPoints } from "#app/queries/customer-points.server.ts";
import { findCustomerRewards } from "#app/queries/customer-rewards.server.ts";
import { findCustomerSummary } from "#app/queries/customer-summary.server.ts";
import { findCustomerTier } from "#app/queries/customer-tier.server.ts";
import { findCustomerTimeline } from "#app/queries/customer-timeline.server.ts";
import { findMemberExclusion } from "#app/queries/member-exclusion.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { customerName } from "#app/ui/customer-name.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { settleDueMember } from "#app/usecases/settle-due-member.server.ts";
import { PreviewView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "View as customer · Thrice" }];

const ENTRIES_SHOWN = 20;

export async function loader({ request, params: { id = "" } }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  if (!isDecimalId(id)) throw redirect("/app/customers");
  const at = now();
  await settleDueMember(shop.id, id, at);
  const summary = await findCustomerSummary(shop.id, id, at);
  // Nobody sees anything any more under an id that was erased or is unknown; the Customer page says which.
  if (!summary || summary.redactedAt) throw redirect(`/app/customers/${id}`);
  if (summary.id !== id) throw redirect(`/app/customers/${summary.id}/preview`);
  const [points, rewards, tier, exclusion, timeline] = await Promise.all([
    findCustomerPoints(shop, id, at),
    findCustomerRewards(shop.id, id, at),
    findCustomerTier(shop, id, at),
    findMemberExclusion(shop.id, id),
    findCustomerTimeline(shop.id, id, { asOf: at, limit: ENTRIES_SHOWN, kinds: ["points"] }),
  ]);
  return { viewer: viewerOf(request, shop), at: at.toISOString(), id, name: customerName(summary), points, rewards, tier, isLeftOut: exclusion !== null, entries: timeline?.items ?? [] };
}

export default function Preview() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  return <PreviewView {...page} formats={formatsFor(viewer)} />;
}
