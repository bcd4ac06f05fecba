import { ordinal } from "#app/domain/scoring/stage-reason.ts";
import { ENOUGH_FOR_A_RATE, type Formats, MISSING } from "../formats.ts";
import type { Road, RoadStep } from "./road.ts";
import "./road-table.css";
import { roadCaption } from "./road-words.ts";

/**
 * The same figures as the picture of the road, as a table. A rate is missing where fewer than 50 customers could have gone on.
 *
 * Polaris' own data table scrolls on narrow screens in a box that the keyboard cannot reach; this one can be reached.
 */
export function RoadTable({ road, formats }: { road: Road; formats: Formats }) {
  return (
    <div className="road-table" role="region" aria-label="The road as a table" tabIndex={0}>
      <table>
        <caption>{roadCaption(road, formats)}</caption>
        <thead>
          <tr>
            {["Step", "Customers", "Went on", "Rate", "95% range", "Median gap"].map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {road.steps.map((step) => (
            <Row key={step.from} step={step} formats={formats} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ step: { from, eligible, converted, rate, low, high, medianGapDays }, formats }: { step: RoadStep; formats: Formats }) {
  const hasRate = rate !== null && low !== null && high !== null && eligible >= ENOUGH_FOR_A_RATE;
  return (
    <tr>
      <th scope="row">
        {ordinal(from)} to {ordinal(from + 1)} order
      </th>
      <td>{formats.whole(eligible)}</td>
      <td>{formats.whole(converted)}</td>
      <td>{hasRate ? formats.rate(rate, eligible) : `${MISSING} (${formats.whole(eligible)} of ${ENOUGH_FOR_A_RATE})`}</td>
      <td>{hasRate ? formats.interval(low, high, eligible) : MISSING}</td>
      <td>{medianGapDays === null ? MISSING : formats.days(medianGapDays)}</td>
    </tr>
  );
}
