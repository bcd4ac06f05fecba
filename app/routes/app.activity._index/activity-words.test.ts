import { expect, it } from "vitest";
import { formatsFor } from "#app/ui/formats.ts";
import { filterFaults, periodSentence, totalFacts } from "./activity-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });

it("a period that ends before it starts is named as such; one day alone is a period", () => {
  expect(filterFaults({ from: "2026-11-22", to: "2026-11-01", customer: "" }, formats)).toEqual({ to: "The period ends on 1 Nov 2026, before it starts on 22 Nov 2026. Change one of the dates." });
  expect(filterFaults({ from: "2026-11-22", to: "2026-11-22", customer: "" }, formats)).toEqual({});
  expect(filterFaults({ from: "2026-11-22", to: "", customer: "" }, formats)).toEqual({});
});

it("a customer is looked for by a whole address or an id, not by a part of a name", () => {
  expect(filterFaults({ from: "", to: "", customer: "nobody" }, formats)).toEqual({ customer: "Enter a whole e-mail address, or the customer’s id." });
  expect(filterFaults({ from: "", to: "", customer: " ann@example.com " }, formats)).toEqual({});
  expect(filterFaults({ from: "", to: "", customer: "7001000000473" }, formats)).toEqual({});
});

it("totals say of which time they are, with and without chosen days", () => {
  const read = { totals: [{ since: "2026-03-02T10:00:00.000Z" }, { since: "2025-12-01T10:00:00.000Z" }], at: "2026-11-22T14:05:00.000Z" };
  expect(periodSentence({ from: null, to: null }, read, formats)).toBe("From 1 Dec 2025 to 22 Nov 2026, 14:05.");
  expect(periodSentence({ from: "2026-11-01", to: "2026-11-21" }, read, formats)).toBe("From 1 Nov 2026 to 21 Nov 2026.");
  expect(periodSentence({ from: null, to: null }, { ...read, totals: [] }, formats)).toBeUndefined();
});

it("what was earned is one sum, less what was cancelled, and its release is not added to it", () => {
  const total = (kind: "earn_pending" | "earn_released" | "earn_cancelled" | "redeem" | "reverse_waived", points: number, isRelease = false) => ({ kind, points, isRelease, entries: 2 });
  expect(totalFacts([total("earn_cancelled", -138), total("earn_pending", 1_600_759), total("earn_released", 1_362_933, true), total("redeem", -500), total("reverse_waived", 10)], formats)).toEqual([
    ["Earned", "+1,600,621 points in 4 entries, of it −138 by cancelling pending ones"],
    ["Released", "1,362,933 points in 2 entries; earned before"],
    ["Spent", "−500 points in 2 entries"],
    ["Not taken back", "10 points in 2 entries"],
  ]);
  expect(totalFacts([total("earn_cancelled", -138)], formats)).toEqual([["Pending points cancelled", "−138 points in 2 entries"]]);
  expect(totalFacts([total("earn_pending", 100), total("earn_released", 20)], formats)).toEqual([["Earned", "+120 points in 4 entries"]]);
});
