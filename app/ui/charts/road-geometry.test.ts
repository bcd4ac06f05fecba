import { describe, expect, it } from "vitest";
import { drawRoad, ROAD_BASE_Y, ROAD_WIDTH } from "./road-geometry.ts";

describe("the drawing of the road", () => {
  it("a bar is as high as its share of the first, from zero", () => {
    const { bars } = drawRoad([4338, 2845, 2010]);
    expect(bars.map(({ height }) => height)).toEqual([140, 91.82, 64.87]);
    expect(bars.map(({ y, height }) => y + height)).toEqual([ROAD_BASE_Y, ROAD_BASE_Y, ROAD_BASE_Y]);
  });

  it("the first bar begins and the last bar ends 24 units from the edge", () => {
    for (const count of [2, 3, 4, 5, 6]) {
      const { bars } = drawRoad(Array.from({ length: count }, () => 10));
      expect(bars[0]?.x).toBe(24);
      expect((bars.at(-1)?.x ?? 0) + (bars.at(-1)?.width ?? 0)).toBe(ROAD_WIDTH - 24);
    }
  });

  it("bars never touch, also with six stations", () => {
    const { bars } = drawRoad([6, 5, 4, 3, 2, 1]);
    for (const [index, bar] of bars.entries()) {
      const before = bars[index - 1];
      if (before) expect(bar.x).toBeGreaterThan(before.x + before.width);
    }
  });

  it("one customer among thousands is still seen, and nobody is no bar", () => {
    expect(drawRoad([10_000, 1, 0]).bars.map(({ height }) => height)).toEqual([140, 2, 0]);
    expect(drawRoad([0, 0]).bars.map(({ height }) => height)).toEqual([0, 0]);
  });

  it("the area between two bars runs from the top of one to the top of the next", () => {
    expect(drawRoad([100, 50]).joins).toEqual(["120,30 600,100 600,170 120,170"]);
  });

  it("the labels' columns cut the width at each bar's edges and middle", () => {
    const { columns } = drawRoad([3, 2, 1]);
    expect(columns).toEqual([24, 48, 48, 192, 48, 48, 192, 48, 48, 24]);
    expect(drawRoad([6, 5, 4, 3, 2, 1]).columns.reduce((sum, column) => sum + column, 0)).toBeCloseTo(ROAD_WIDTH, 1);
  });

  it("refuses one station and seven", () => {
    expect(() => drawRoad([1])).toThrow("2 to 6");
    expect(() => drawRoad([7, 6, 5, 4, 3, 2, 1])).toThrow("2 to 6");
  });
});
