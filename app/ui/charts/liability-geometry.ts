/** What was owed at the end of one day, in points, in three parts. */
export type LiabilityPoint = { day: string; available: number; waiting: number; pending: number };

export const LIABILITY_WIDTH = 720;
export const LIABILITY_HEIGHT = 220;
export const LIABILITY_BASE_Y = 200;
const HIGHEST = 180;

/** Three areas one upon the other, from zero: each as the points of an SVG polygon, with where its label stands at the right. */
export type LiabilityGeometry = { areas: { part: "available" | "waiting" | "pending"; points: string; labelY: number; last: number }[]; highest: number };

const PARTS = ["available", "waiting", "pending"] as const;

/** Where the areas lie; what is below zero (debts outweigh points) is drawn as zero. Throws without two days: one has no area. */
export function drawLiability(days: readonly LiabilityPoint[]): LiabilityGeometry {
  if (days.length < 2) throw new Error("an area needs two days or more");
  const highest = Math.max(1, ...days.map((day) => PARTS.reduce((sum, part) => sum + Math.max(0, day[part]), 0)));
  const x = (at: number) => round((LIABILITY_WIDTH * at) / (days.length - 1));
  const y = (points: number) => round(LIABILITY_BASE_Y - (HIGHEST * points) / highest);
  const floors = days.map(() => 0);
  const areas = PARTS.map((part) => {
    const lower = days.map((_, at) => `${x(at)},${y(floors[at] ?? 0)}`);
    const lastFloor = floors.at(-1) ?? 0;
    days.forEach((day, at) => {
      floors[at] = (floors[at] ?? 0) + Math.max(0, day[part]);
    });
    const upper = days.map((_, at) => `${x(at)},${y(floors[at] ?? 0)}`);
    return { part, points: [...upper, ...lower.toReversed()].join(" "), labelY: y((lastFloor + (floors.at(-1) ?? 0)) / 2), last: Math.max(0, days.at(-1)?.[part] ?? 0) };
  });
  return { areas, highest };
}

const round = (value: number) => Math.round(value * 100) / 100;
