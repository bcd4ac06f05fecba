/** A bar of the road in the units of its drawing; y grows downwards. */
export type RoadBar = { x: number; y: number; width: number; height: number };

export type RoadGeometry = {
  bars: RoadBar[];
  /** Between two bars, from edge to edge, as points of an SVG polygon. */
  joins: string[];
  /** Columns of the labels below, as shares that add up to the drawing's width. */
  columns: number[];
};

export const ROAD_WIDTH = 720;
export const ROAD_HEIGHT = 190;
export const ROAD_BASE_Y = 170;
/** Fewer stations make no road, more do not fit with readable labels. */
export const ROAD_STATIONS_MIN = 2;
export const ROAD_STATIONS_MAX = 6;

const HIGHEST_BAR = 140;
const MARGIN = 24;
const LEAST_HEIGHT = 2;

/**
 * Where the bars of the road stand: one per station, all on one linear axis from zero, the first as high as the drawing allows.
 *
 * `counts` are customers who reached order 1, 2, ...; 2 to 6 of them, the first the largest. A count above zero is at least
 * 2 units high, so that it is seen; zero has no height. Throws outside 2 to 6 stations.
 */
export function drawRoad(counts: readonly number[]): RoadGeometry {
  if (counts.length < ROAD_STATIONS_MIN || counts.length > ROAD_STATIONS_MAX) {
    throw new Error(`a road has ${ROAD_STATIONS_MIN} to ${ROAD_STATIONS_MAX} stations, not ${counts.length}`);
  }
  const width = counts.length >= 5 ? 56 : 96;
  const step = (ROAD_WIDTH - 2 * MARGIN - width) / (counts.length - 1);
  const highest = Math.max(counts[0] ?? 0, 1);
  const bars = counts.map((count, index) => {
    const height = count > 0 ? Math.max(LEAST_HEIGHT, Math.min(HIGHEST_BAR, (HIGHEST_BAR * count) / highest)) : 0;
    return { x: round(MARGIN + index * step), y: round(ROAD_BASE_Y - height), width, height: round(height) };
  });
  return { bars, joins: bars.slice(1).map((bar, index) => joinOf(bars[index] ?? bar, bar)), columns: columnsOf(bars) };
}

function joinOf(from: RoadBar, to: RoadBar): string {
  const left = from.x + from.width;
  return `${left},${from.y} ${to.x},${to.y} ${to.x},${ROAD_BASE_Y} ${left},${ROAD_BASE_Y}`;
}

/** Cuts the width at every bar's left edge, middle and right edge: labels of bars span edge to edge, those of steps middle to middle. */
function columnsOf(bars: readonly RoadBar[]): number[] {
  const cuts = [0, ...bars.flatMap(({ x, width }) => [x, x + width / 2, x + width]), ROAD_WIDTH];
  return cuts.slice(1).map((cut, index) => round(cut - (cuts[index] ?? 0)));
}

const round = (value: number) => Math.round(value * 100) / 100;
