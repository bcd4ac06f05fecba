import { DataTable } from "@shopify/polaris";
import { ordinal } from "#app/domain/scoring/stage-reason.ts";
import { ENOUGH_FOR_A_RATE, type Formats, MISSING } from "../formats.ts";
import type { Road } from "./road.ts";

/** The same figures as the picture of the road, as a table. A rate is missing where fewer than 50 customers could have gone on. */
export function RoadTable({ road, formats }: { road: Road; formats: Formats }) {
  return (
    <DataTable
      columnContentTypes={["text", "numeric", "numeric", "numeric", "numeric", "numeric"]}
      headings={["Step", "Customers", "Went on", "Rate", "95% range", "Median gap"]}
      rows={road.steps.map(({ from, eligible, converted, rate, low, high, medianGapDays }) => {
        const hasRate = rate !== null && low !== null && high !== null && eligible >= ENOUGH_FOR_A_RATE;
        return [
          `${ordinal(from)} to ${ordinal(from + 1)} order`,
          formats.whole(eligible),
          formats.whole(converted),
          hasRate ? formats.rate(rate, eligible) : `${MISSING} (${formats.whole(eligible)} of ${ENOUGH_FOR_A_RATE})`,
          hasRate ? formats.interval(low, high, eligible) : MISSING,
          medianGapDays === null ? MISSING : formats.days(medianGapDays),
        ];
      })}
    />
  );
}
