import type { Formats } from "../formats.ts";
import "./liability-chart.css";
import { drawLiability, LIABILITY_BASE_Y, LIABILITY_HEIGHT, LIABILITY_WIDTH, type LiabilityPoint } from "./liability-geometry.ts";

const NAMES = { available: "Available", waiting: "Waiting", pending: "Pending" } as const;

/** What was owed at the end of each day, in three areas told apart by pattern as well as colour. Needs two days. */
export function LiabilityChart({ days, formats }: { days: readonly LiabilityPoint[]; formats: Formats }) {
  const { areas } = drawLiability(days);
  const [first, last] = [days[0], days.at(-1)];
  return (
    <figure className="liability-chart">
      <svg viewBox={`0 0 ${LIABILITY_WIDTH} ${LIABILITY_HEIGHT}`} width="100%" aria-hidden="true" focusable="false">
        <defs>
          <pattern id="liability-stripes" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="8" height="8" className="liability-chart__pale" />
            <rect width="4" height="8" className="liability-chart__stripe" />
          </pattern>
          <pattern id="liability-dots" width="8" height="8" patternUnits="userSpaceOnUse">
            <rect width="8" height="8" className="liability-chart__pale" />
            <circle cx="4" cy="4" r="1.5" className="liability-chart__dot" />
          </pattern>
        </defs>
        {areas.map(({ part, points }) => (
          <polygon key={part} points={points} className={`liability-chart__${part}`} />
        ))}
        <line x1="0" x2={LIABILITY_WIDTH} y1={LIABILITY_BASE_Y} y2={LIABILITY_BASE_Y} className="liability-chart__base" />
      </svg>
      <div className="liability-chart__days">
        <span>{first && formats.calendarDay(first.day)}</span>
        <span>{last && formats.calendarDay(last.day)}</span>
      </div>
      <ul className="liability-chart__parts">
        {areas.toReversed().map(({ part, last: points }) => (
          <li key={part}>
            <svg width="16" height="16" aria-hidden="true" focusable="false">
              <rect width="16" height="16" className={`liability-chart__${part}`} />
            </svg>
            {NAMES[part]} {formats.whole(points)}
          </li>
        ))}
      </ul>
      <figcaption>
        {formats.pointsTitle} owed at the end of each day from {first && formats.calendarDay(first.day)} to {last && formats.calendarDay(last.day)}.
      </figcaption>
    </figure>
  );
}
