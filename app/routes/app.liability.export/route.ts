import type { LoaderFunctionArgs } from "@remix-run/node";
import { localDay } from "#app/domain/time.ts";
import { now } from "#app/platform/clock.server.ts";
import { csvLine } from "#app/queries/csv-line.ts";
import { getLiability } from "#app/queries/liability.server.ts";
import { authenticatePage } from "#app/shopify/authenticate-page.server.ts";
import { dayLines, liabilityRangeOf, monthLines } from "../app.liability._index/liability-range.ts";

const COLUMNS = ["period", "opening", "earned", "adjusted", "imported", "redeemed", "returned", "expired", "reversed", "closing", "pending", "unclaimed", "valueMinor", "currency"] as const;

/** The equation as it is on the page, for the accountant: points, and the value of the closing in minor units of the currency. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await authenticatePage(request);
  const range = liabilityRangeOf(new URL(request.url).searchParams.get("month"), localDay(now(), shop.timeZone));
  const { items } = await getLiability(shop.id, range);
  const lines = range.month === null ? monthLines(items) : dayLines(items);
  const body = [csvLine(COLUMNS), ...lines.map((line) => csvLine(COLUMNS.map((column) => line[column])))].join("");
  return new Response(body, { headers: { "Content-Type": "text/csv; charset=utf-8", "Content-Disposition": 'attachment; filename="liability.csv"', "Cache-Control": "no-store" } });
}
