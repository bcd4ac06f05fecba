import { expect, it } from "vitest";
import { formatsFor } from "#app/ui/formats.ts";
import { owedChange } from "./program-changes.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });
const at = "2026-11-22T11:05:00.000Z";
const worth = (valuePerPointMinor: number) => ({ valuePerPointMinor });

it("says what a new value per point makes of everything that is owed already", () => {
  expect(owedChange({ owedPoints: 14_887_490, at, before: worth(1), draft: worth(500) }, formats)).toBe("What you owe for 14,887,490 points goes from £148,874.90 to £74,437,450.00 in your books, as of today 11:05.");
});

it.each([
  ["nothing is owed", 0, worth(1), worth(2)], ["the value stays", 100, worth(1), worth(1)], ["nothing was published before", 100, null, worth(1)],
])("and nothing where %s", (_, owedPoints, before, draft) => {
  expect(owedChange({ owedPoints, at, before, draft }, formats)).toBeUndefined();
});
