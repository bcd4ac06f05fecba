import { expect, it } from "vitest";
import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { countingSentence } from "./counting-sentence.ts";
import { formatsFor } from "./formats.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });

it("the counting policy fits into one line", () => {
  expect(countingSentence(DEFAULT_COUNTING_POLICY, formats)).toBe("Paid orders count; loyal from the third, champion from the sixth.");
});

it("the line names everything that leaves orders out", () => {
  const policy = { ...DEFAULT_COUNTING_POLICY, countFrom: "creation", minimumOrderMinor: 500, excludedTags: ["wholesale"], excludedSources: ["pos"], mergeSameDay: true, loyalAt: 12 } as const;
  expect(countingSentence({ ...policy, excludedTags: [...policy.excludedTags], excludedSources: [...policy.excludedSources] }, formats)).toBe(
    "Orders count as soon as they are placed from £5.00; some tags are left out; some sales channels are left out; orders of one day count as one; loyal from the 12th, champion from the sixth.",
  );
});
