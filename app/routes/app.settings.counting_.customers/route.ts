import type { LoaderFunctionArgs } from "@remix-run/node";
import { now } from "#app/platform/clock.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { listPolicyChanges } from "#app/usecases/preview-counting-policy.server.ts";
import { readCard } from "../app._index/read-card.server.ts";
import { draftIn, readDraft } from "../app.settings.counting/policy-draft.ts";

const CUSTOMERS_SHOWN = 100;

/** Who would change stage if a draft of the counting policy was saved. Writes nothing. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const read = readDraft(draftIn(new URL(request.url).searchParams), shop.currency);
  if (read.outcome === "invalid") return { outcome: "failed" } as const;
  return readCard("customers who would change stage", () => listPolicyChanges(shop.id, read.policy, { limit: CUSTOMERS_SHOWN, now: now() }));
}
