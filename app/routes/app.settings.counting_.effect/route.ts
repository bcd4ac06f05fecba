import type { LoaderFunctionArgs } from "@remix-run/node";
import { now } from "#app/platform/clock.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { previewCountingPolicy } from "#app/usecases/preview-counting-policy.server.ts";
import { readCard } from "../app._index/read-card.server.ts";
import { draftIn, readDraft } from "../app.settings.counting/policy-draft.ts";

/** What saving a draft of the counting policy would do. Writes nothing. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const read = readDraft(draftIn(new URL(request.url).searchParams), shop.currency);
  if (read.outcome === "invalid") return { outcome: "failed" } as const;
  return readCard("effect of counting", () => previewCountingPolicy(shop.id, read.policy, now()));
}
