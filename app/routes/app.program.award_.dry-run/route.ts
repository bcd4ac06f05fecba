import type { LoaderFunctionArgs } from "@remix-run/node";
import { now } from "#app/platform/clock.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { previewAward } from "#app/usecases/award-past-orders.server.ts";
import { readCard } from "../app._index/read-card.server.ts";
import { readFromDay } from "../app.program.award/award-form.ts";

/** What awarding orders from a day on would give. Writes nothing. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, staff } = await authenticatePage(request);
  const day = new URL(request.url).searchParams.get("from") ?? "";
  const from = readFromDay(day, shop.timeZone);
  if (!from) return { day, outcome: "ready", value: { outcome: "no_day" } } as const;
  return { day, ...(await readCard("award dry run", () => previewAward(shop.id, { from, by: staff, now: now() }))) };
}
