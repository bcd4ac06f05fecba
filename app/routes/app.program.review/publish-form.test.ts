import { expect, it } from "vitest";
import { readPublishForm } from "./publish-form.ts";

const shop = { now: new Date("2026-11-21T12:00:00Z"), timeZone: "Pacific/Auckland" };

it("without a day, or with today, the program begins at once", () => {
  expect(readPublishForm({ start: "now", day: "" }, shop)).toEqual({ outcome: "valid", startsAt: undefined });
  expect(readPublishForm({ start: "day", day: "2026-11-22" }, shop)).toEqual({ outcome: "valid", startsAt: undefined });
});

it("another day begins with its first instant in the shop's zone", () => {
  expect(readPublishForm({ start: "day", day: "2026-12-01" }, shop)).toEqual({ outcome: "valid", startsAt: new Date("2026-11-30T11:00:00Z") });
});

it.each(["", "tomorrow", "2026-13-40", "2028-01-01"])("“%s” is no day to begin on", (day) => {
  expect(readPublishForm({ start: "day", day }, shop).outcome).toBe("invalid");
});
