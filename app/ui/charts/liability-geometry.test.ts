import { expect, it } from "vitest";
import { drawLiability } from "./liability-geometry.ts";

it("areas stand one upon the other from zero, the highest day as high as the drawing allows", () => {
  const { areas, highest } = drawLiability([{ day: "2026-11-20", available: 0, waiting: 0, pending: 0 }, { day: "2026-11-21", available: 100, waiting: 50, pending: 50 }]);
  expect(highest).toBe(200);
  expect(areas.map(({ points }) => points)).toEqual(["0,200 720,110 720,200 0,200", "0,200 720,65 720,110 0,200", "0,200 720,20 720,65 0,200"]);
  expect(areas.map(({ last }) => last)).toEqual([100, 50, 50]);
});

it("what is below zero takes no room, and one day makes no area", () => {
  const day = { day: "2026-11-20", available: -20, waiting: 10, pending: 0 };
  expect(drawLiability([day, day]).areas[0]?.points).toBe("0,200 720,200 720,200 0,200");
  expect(() => drawLiability([day])).toThrow("two days");
});
