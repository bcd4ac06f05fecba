import { expect, it } from "vitest";
import { formatsFor } from "#app/ui/formats.ts";
import { activityUrl, valueWords } from "./liability-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });

it.each([
  ["each, where that is a whole number of pence", { valuePerPointMinor: 1, currency: "GBP", rewardName: "Five off" }, "at £0.01 each (from “Five off”)"],
  ["for a hundred, where it is less", { valuePerPointMinor: 0.5, currency: "GBP", rewardName: null }, "at £0.50 for 100 (set in your program)"],
  ["for a million, where it goes on for ever", { valuePerPointMinor: 1 / 3, currency: "GBP", rewardName: "One off" }, "at £3,333.33 for 1,000,000 (from “One off”)"],
  ["in a currency without decimals", { valuePerPointMinor: 1, currency: "JPY", rewardName: null }, "at JP¥1 each (set in your program)"],
])("the value of points is said %s", (_, value, words) => {
  expect(valueWords(value, formats)).toBe(words);
});

it("a figure leads to the entries of its month or day", () => {
  expect(activityUrl("earned", { period: "2026-02" })).toBe("/app/activity?kind=earned&from=2026-02-01&to=2026-02-28");
  expect(activityUrl("reversed", { period: "2026-11-21" })).toBe("/app/activity?kind=reverse&from=2026-11-21&to=2026-11-21");
});
