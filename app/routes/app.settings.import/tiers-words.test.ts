import { expect, it } from "vitest";
import { formatsFor } from "#app/ui/formats.ts";
import { tiersSentence } from "./tiers-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });

it("says how many customers a file of tiers puts into each", () => {
  const tiers = [{ name: "Silver", customers: 1_200 }, { name: "Gold", customers: 1 }];
  expect(tiersSentence("checked", tiers, formats)).toBe("This would give Silver to 1,200 customers, Gold to 1 customer. Nothing has changed yet.");
  expect(tiersSentence("undone", tiers, formats)).toBe("Gave Silver to 1,200 customers, Gold to 1 customer, and took it back.");
  expect(tiersSentence("checked", [], formats)).toBe("Nobody would change tier.");
});
