import { expect, it } from "vitest";
import { program, programAt } from "./program.ts";
import { versionSpans } from "./version-spans.ts";

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const starts = [1, 20, 10, 15].map((day, place) => ({ version: place + 1, startsAt: at(day) }));

it("a version is in force from its beginning until a later one begins, and never where that was before", () => {
  expect(Object.fromEntries(versionSpans(starts))).toEqual({
    1: { from: at(1), to: at(10) },
    2: null,
    3: { from: at(10), to: at(15) },
    4: { from: at(15), to: null },
  });
});

it("says the same as the rule for what counts for an order, on every day", () => {
  const versions = starts.map((one) => ({ ...one, isPaused: false, currency: "GBP", program: program.parse({}) }));
  const spans = [...versionSpans(versions)];
  for (let day = 0; day < 30; day += 1) {
    const inForce = spans.find(([, span]) => span && span.from <= at(day) && (!span.to || at(day) < span.to))?.[0];
    expect(inForce).toBe(programAt(versions, at(day))?.version);
  }
});
