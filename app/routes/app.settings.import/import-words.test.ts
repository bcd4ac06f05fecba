import { expect, it } from "vitest";
import type { MovedPoints } from "#app/queries/imports.server.ts";
import { formatsFor } from "#app/ui/formats.ts";
import { hasMoved, importSentence, startWords, undoWords } from "./import-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });
const moved = (some: Partial<MovedPoints>): MovedPoints => ({ addedPoints: 0, addedTo: 0, takenPoints: 0, takenFrom: 0, ...some });
const sums = { lines: 3, problems: 1, customers: 2, addedPoints: 1_200, takenPoints: 0, booked: moved({}), undone: moved({}) };

it.each([
  ["a checked file says what it would do", "checked", {}, "This would add 1,200 points, for 2 customers. Nothing has moved yet."],
  ["both ways", "checked", { takenPoints: 1, customers: 1 }, "This would add 1,200 points and take 1 point, for 1 customer. Nothing has moved yet."],
  ["or that it would do nothing", "checked", { addedPoints: 0 }, "No points would move."],
  ["a booked one says what it did", "done", { booked: moved({ takenPoints: 50, takenFrom: 2 }) }, "Took 50 points from 2 customers."],
  ["in both directions, not only what is left of them", "done", { booked: moved({ addedPoints: 300, addedTo: 1, takenPoints: 150, takenFrom: 1 }) }, "Added 300 points to 1 customer and took 150 points from 1 customer."],
  ["also where nothing was left to take", "undone", { booked: moved({ addedPoints: 100, addedTo: 2 }) }, "Added 100 points to 2 customers, then moved no points when it was taken back. What had been spent stays spent, unless it comes back with its code."],
  ["and one that was taken back says both", "undone", { booked: moved({ addedPoints: 100, addedTo: 2 }), undone: moved({ takenPoints: 40, takenFrom: 1 }) }, "Added 100 points to 2 customers, then took 40 points from 1 customer when it was taken back. What had been spent stays spent, unless it comes back with its code."],
] as const)("%s", (_, state, more, words) => {
  expect(importSentence(state, { ...sums, ...more }, formats)).toBe(words);
});

it("the button says what it moves", () => {
  expect(startWords(sums, formats)).toBe("Add 1,200 points");
  expect(startWords({ addedPoints: 0, takenPoints: 1 }, formats)).toBe("Take 1 point");
  expect(startWords({ addedPoints: 150, takenPoints: 30 }, formats)).toBe("Add 150 points and take 30 points");
});

it("says what taking back a file means, before it is done", () => {
  expect(undoWords(moved({ addedPoints: 1_200, addedTo: 2 }), formats)).toBe("This takes 1,200 points back from 2 customers. What was spent of them stays spent, unless it comes back with its code, and other points stay. To book them again, the file has to be checked anew.");
  expect(undoWords(moved({ takenPoints: 50, takenFrom: 1 }), formats)).toContain("This gives 50 points back to 1 customer.");
  expect(undoWords(moved({ addedPoints: 50, addedTo: 1, takenPoints: 50, takenFrom: 2 }), formats)).toContain("This takes 50 points back from 1 customer and gives 50 points back to 2 customers.");
});

it("a file that moved something can be taken back, also where what it gave and took adds up to nothing", () => {
  expect([hasMoved(moved({ addedPoints: 50, addedTo: 1, takenPoints: 50, takenFrom: 1 })), hasMoved(moved({}))]).toEqual([true, false]);
});

it("points are called what the merchant calls them", () => {
  const stars = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP", pointsName: { one: "star", other: "Stars" } });
  expect(importSentence("undone", { ...sums, booked: moved({ addedPoints: 1, addedTo: 1 }), undone: moved({ takenPoints: 3, takenFrom: 1 }) }, stars)).toBe("Added 1 star to 1 customer, then took 3 Stars from 1 customer when it was taken back. What had been spent stays spent, unless it comes back with its code.");
});
