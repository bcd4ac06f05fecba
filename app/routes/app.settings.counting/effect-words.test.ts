import { expect, it } from "vitest";
import { formatsFor } from "#app/ui/formats.ts";
import { effectSentence, sameDaySentence, unpaidSentence } from "./effect-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });

it("says how many customers would change stage, and to which", () => {
  const changes = [{ from: "second", to: "loyal", customers: 4 }, { from: "first", to: "second", customers: 3 }, { from: "champion", to: "loyal", customers: 5 }] as const;
  expect(effectSentence({ customersChanged: 12, changes }, formats)).toBe("12 customers would change stage: 9 to Loyal, 3 to Second.");
});

it("says so when nobody would", () => {
  expect(effectSentence({ customersChanged: 0, changes: [] }, formats)).toBe("No customer would change stage.");
  expect(effectSentence({ customersChanged: 1, changes: [{ from: "first", to: "second", customers: 1 }] }, formats)).toBe("1 customer would change stage: 1 to Second.");
});

it("suggests to count orders as they are placed where more than a fifth stay unpaid for a week, and only from enough orders", () => {
  expect(unpaidSentence({ orders: 1204, unpaid: 312, windowDays: 90 }, formats)).toBe(
    "Suggested for your shop: 312 of 1,204 orders placed in 90 days were not paid within a week, and counted late or not at all.",
  );
  expect(unpaidSentence({ orders: 1000, unpaid: 200, windowDays: 90 }, formats)).toBeUndefined();
  expect(unpaidSentence({ orders: 49, unpaid: 40, windowDays: 90 }, formats)).toBeUndefined();
});

it("says how many second orders came on the day of the first", () => {
  expect(sameDaySentence({ sameDay: 222, all: 2845 }, formats)).toBe("222 of 2,845 second orders came on the same day as the first.");
  expect(sameDaySentence({ sameDay: 0, all: 0 }, formats)).toBeUndefined();
});
