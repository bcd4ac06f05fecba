import type { Formats } from "../formats.ts";
import type { Road } from "./road.ts";
import "./road.css";
import { drawRoad, ROAD_BASE_Y, ROAD_HEIGHT, ROAD_STATIONS_MAX, ROAD_WIDTH } from "./road-geometry.ts";
import { roadCaption, type StepWords, stepWords } from "./road-words.ts";

/**
 * The road as a picture: bars of those who reached each order, and between them the share that went on.
 *
 * Wide cards show the drawing, narrow ones and roads of more than six orders a list; style alone decides, so that the
 * server's page is the final one. The drawing is hidden from assistive technology: the caption and the labels say it all.
 */
export function RoadChart({ road, formats }: { road: Road; formats: Formats }) {
  const isDrawable = road.stations.length <= ROAD_STATIONS_MAX;
  return (
    <figure className={isDrawable ? "road" : "road road--long"}>
      <figcaption className="road__caption">{roadCaption(road, formats)}</figcaption>
      {isDrawable && <RoadDrawing road={road} formats={formats} />}
      <RoadList road={road} formats={formats} />
    </figure>
  );
}

function RoadDrawing({ road, formats }: { road: Road; formats: Formats }) {
  const { bars, joins, columns } = drawRoad(road.stations.map(({ reached }) => reached));
  const isStepBetweenBars = road.stations.length <= 4;
  return (
    <div className="road__drawing">
      <svg viewBox={`0 0 ${ROAD_WIDTH} ${ROAD_HEIGHT}`} aria-hidden="true" focusable="false">
        {joins.map((points) => (
          <polygon key={points} className="road__join" points={points} />
        ))}
        {road.stations.map(({ rank, reached, isLoyal }, index) => {
          const bar = bars[index];
          return (
            bar && (
              <g key={rank}>
                <rect className={isLoyal ? "road__bar road__bar--loyal" : "road__bar"} {...bar} />
                <text className="road__count" x={bar.x + bar.width / 2} y={bar.y - 8} textAnchor="middle">
                  {formats.whole(reached)}
                </text>
              </g>
            )
          );
        })}
        <line className="road__base" x1="0" x2={ROAD_WIDTH} y1={ROAD_BASE_Y} y2={ROAD_BASE_Y} />
      </svg>
      <div className="road__labels" style={{ gridTemplateColumns: columns.map((column) => `minmax(0, ${column}fr)`).join(" ") }}>
        {road.stations.map(({ rank, label }, index) => {
          const left = 3 * index + 2;
          const step = road.steps[index];
          return [
            <div key={`station-${rank}`} className="road__station" style={{ gridColumn: `${left} / ${left + 2}` }}>
              {label}
            </div>,
            step && (
              <div
                key={`step-${rank}`}
                className="road__step"
                style={isStepBetweenBars ? { gridColumn: `${left + 2} / ${left + 3}` } : { gridColumn: `${left + 1} / ${left + 4}`, gridRow: 2 }}
              >
                <StepLabel words={stepWords(step, road.withinDays, formats)} />
              </div>
            ),
          ];
        })}
      </div>
    </div>
  );
}

function StepLabel({ words }: { words: StepWords }) {
  return (
    <>
      <span className={words.interval ? "road__rate" : "road__detail"}>{words.rate}</span>
      {words.interval && <span className="road__detail">{words.interval}</span>}
      {words.detail && <span className="road__detail">{words.detail}</span>}
    </>
  );
}

function RoadList({ road, formats }: { road: Road; formats: Formats }) {
  const highest = Math.max(...road.stations.map(({ reached }) => reached), 1);
  return (
    <ol className="road__list">
      {road.stations.map(({ rank, label, reached, isLoyal }, index) => {
        const step = road.steps[index];
        const words = step && stepWords(step, road.withinDays, formats);
        return (
          <li key={rank}>
            <div className="road__line">
              <span>{label}</span>
              <span className="road__number">{formats.whole(reached)}</span>
            </div>
            <div className="road__track" aria-hidden="true">
              <div className={isLoyal ? "road__fill road__fill--loyal" : "road__fill"} style={{ inlineSize: `${(100 * reached) / highest}%` }} />
            </div>
            {words && (
              <p className="road__detail">
                <span aria-hidden="true">↓ </span>
                {words.rate}
                {words.interval && ` (${words.interval})`}
                {words.detail && `, ${words.detail}`}
              </p>
            )}
          </li>
        );
      })}
    </ol>
  );
}
