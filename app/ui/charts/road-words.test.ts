import { describe, expect, it } from "vitest";
import { formatsFor } from "../formats.ts";
import { type RoadFigures, roadOf } from "./road.ts";
import { roadCaption, stepWords } from "./road-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });

const figures: RoadFigures = {
  asOf: "2026-11-21T14:05:00.000Z",
  reached: [{ rank: 1, customers: 4338 }, { rank: 2, customers: 2845 }, { rank: 3, customers: 2010 }, { rank: 4, customers: 1500 }],
  nthOrder: {
    withinDays: null,
    steps: [
      { from: 1, to: 2, eligible: 4338, converted: 2845, rate: 0.65583, low: 0.64157, high: 0.66983 },
      { from: 2, to: 3, eligible: 2845, converted: 2010, rate: 0.7065, low: 0.6895, high: 0.7229 },
    ],
  },
  medianGapDays: { 1: 50.2, 2: 41 },
};

describe("the road in words", () => {
  it("ends at the order with which the shop calls a customer loyal", () => {
    expect(roadOf(figures, 3).stations.map(({ label, reached }) => [label, reached])).toEqual([["First order", 4338], ["Second", 2845], ["Third: loyal", 2010]]);
    expect(roadOf(figures, 2).stations.map(({ label }) => label)).toEqual(["First order", "Second: loyal"]);
  });

  it("an order that nobody has reached is a station with nobody", () => {
    const road = roadOf(figures, 5);
    expect(road.stations.at(-1)).toEqual({ rank: 5, label: "Fifth: loyal", reached: 0, isLoyal: true });
    expect(road.steps.at(-1)).toMatchObject({ from: 4, eligible: 0, rate: null, medianGapDays: null });
  });

  it("a rate stands with its interval and the median gap", () => {
    expect(roadOf(figures, 3).steps.map((step) => stepWords(step, null, formats))).toEqual([
      { rate: "65.6% go on", interval: "64.2–67.0%", detail: "median 50 days" },
      { rate: "70.7% go on", interval: "69.0–72.3%", detail: "median 41 days" },
    ]);
  });

  it("below 50 customers there is no rate, and it says how many there are", () => {
    const step = { from: 1, eligible: 12, converted: 5, rate: 0.42, low: 0.2, high: 0.7, medianGapDays: 9 };
    expect(stepWords(step, null, formats)).toEqual({ rate: "Too few customers for a rate (12 of 50)", interval: null, detail: null });
    expect(stepWords({ ...step, eligible: 50 }, null, formats).rate).toBe("42% go on");
  });

  it("the caption tells the whole picture in sentences", () => {
    expect(roadCaption(roadOf(figures, 3), formats)).toBe(
      "Of 4,338 customers with a first order, 2,845 (65.6%) placed a second. Of 2,845 with a second, 2,010 (70.7%) placed a third. All time, as of 21 Nov 2026.",
    );
  });

  it("a matured view says whom it leaves out", () => {
    const matured = roadOf({ ...figures, nthOrder: { ...figures.nthOrder, withinDays: 90 } }, 3);
    expect(matured.steps.map((step) => stepWords(step, 90, formats).detail)).toEqual(["of 4,338 customers", "of 2,845 customers"]);
    expect(roadCaption(matured, formats)).toContain("Within 90 days, only customers whose order is at least 90 days old");
  });
});
