import { type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { isDecimalId } from "#app/domain/ids.ts";
import { now } from "#app/platform/clock.server.ts";
import { findCustomerPoints } from "#app/queries/customer-points.server.ts";
import { findCustomerSummary } from "#app/queries/customer-summary.server.ts";
import { tellRewards } from "#app/queries/rewards-answer.server.ts";
import { loadShopperFormats } from "#app/queries/shopper-formats.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { customerName } from "#app/ui/customer-name.ts";
import { formatsFor, viewerOf } from "#app/ui/formats.ts";
import { settleDueMember } from "#app/usecases/settle-due-member.server.ts";
import { redirectInside } from "../app/redirect-inside.server.ts";
import { PreviewView } from "./view.tsx";

export const meta: MetaFunction = () => [{ title: "View as customer · Thrice" }];

/** The page is for merchants, who read English here. */
const LANGUAGE = "en";

export async function loader({ request, params: { id = "" } }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  if (!isDecimalId(id)) throw redirectInside(request, "/app/customers");
  const at = now();
  await settleDueMember(shop.id, id, at);
  const summary = await findCustomerSummary(shop.id, id, at);
  // Nobody sees anything any more under an id that was erased or is unknown; the Customer page says which.
  if (!summary || summary.redactedAt) throw redirectInside(request, `/app/customers/${id}`);
  if (summary.id !== id) throw redirectInside(request, `/app/customers/${summary.id}/preview`);
  const [{ waitingPoints }, formats] = await Promise.all([findCustomerPoints(shop, id, at), loadShopperFormats(shop, LANGUAGE, at)]);
  const answer = await tellRewards(shop, { customerId: id, formats, now: at, asClaimed: true });
  return { viewer: viewerOf(request, shop), id, name: customerName(summary), waitingPoints, answer };
}

export default function Preview() {
  const { viewer, ...page } = useLoaderData<typeof loader>();
  return <PreviewView {...page} formats={formatsFor(viewer)} />;
}
