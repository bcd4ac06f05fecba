import { expect, it } from "vitest";
import { formatsFor } from "#app/ui/formats.ts";
import { importSentence, startWords, undoWords } from "./import-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });
const sums = { lines: 3, problems: 1, customers: 2, addedPoints: 1_200, takenPoints: 0, bookedPoints: 0, undonePoints: 0 };

it.each([
  ["a checked file says what it would do", "checked", {}, "This would add 1,200 points, for 2 customers. Nothing has moved yet."],
  ["both ways", "checked", { takenPoints: 1, customers: 1 }, "This would add 1,200 points and take 1 point, for 1 customer. Nothing has moved yet."],
  ["or that it would do nothing", "checked", { addedPoints: 0 }, "No points would move."],
  ["a booked one says what it did", "done", { bookedPoints: -50 }, "Took 50 points, for 2 customers."],
  ["and one that was taken back says both", "undone", { bookedPoints: 100, undonePoints: -40 }, "Added 100 points, then took 40 points when it was taken back. What had been spent stays spent."],
] as const)("%s", (_, state, more, words) => {
  expect(importSentence(state, { ...sums, ...more }, formats)).toBe(words);
});

it("the button says what it moves", () => {
  expect(startWords(sums, formats)).toBe("Add 1,200 points");
  expect(startWords({ addedPoints: 0, takenPoints: 1 }, formats)).toBe("Take 1 point");
  expect(startWords({ addedPoints: 150, takenPoints: 30 }, formats)).toBe("Add 150 points and take 30 points");
});

it("says what taking back a file means, before it is done", () => {
  expect(undoWords({ bookedPoints: 1_200, customers: 2 }, formats)).toBe("This takes 1,200 points back from 2 customers. What was spent of them stays spent, and other points stay. To book them again, the file has to be checked anew.");
  expect(undoWords({ bookedPoints: -50, customers: 1 }, formats)).toContain("This gives 50 points back to 1 customer.");
});

it("points are called what the merchant calls them", () => {
  const stars = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP", pointsName: { one: "star", other: "Stars" } });
  expect(importSentence("undone", { ...sums, bookedPoints: 1, undonePoints: -3 }, stars)).toBe("Added 1 star, then took 3 Stars when it was taken back. What had been spent stays spent.");
});
