import { expect, it } from "vitest";
import { formatsFor } from "#app/ui/formats.ts";
import { balanceSentence } from "./balance-sentence.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });

it.each([
  ["what is held while nothing is typed", 190, "", "Balance now: 190."],
  ["what is held while no number is typed", 190, "-", "Balance now: 190."],
  ["what there will be when points are added", 190, "1,000", "New balance: 1,190."],
  ["what there will be when all are taken", 190, "−190", "New balance: 0."],
  ["that more than there is can't be taken, and promises no balance", 190, "-99,999", "Balance now: 190, so 99,999 can’t be taken."],
  ["a debt with a minus sign", -20, "", "Balance now: −20."],
  ["what is left of a debt", -20, "5", "New balance: −15."],
])("the dialog says %s", (_, held, points, words) => {
  expect(balanceSentence(held, { points }, formats)).toBe(words);
});
