import { expect, it } from "vitest";
import { ERASED, namesOf } from "./erased.ts";

const erase = (person: Parameters<typeof namesOf>[0], text: string) => {
  const named = namesOf(person);
  return named ? text.replace(named, ERASED) : text;
};

it.each([
  ["an address in any case", "“ANN.LEE+1@Example.com” is no customer id.", "“(erased)” is no customer id."],
  ["a name in either order", "Ann Lee asked, see lee-ann.csv", "(erased) asked, see (erased).csv"],
  ["not a first or last name alone, nor a part of a word", "Annual: lee side of joann leeway", "Annual: lee side of joann leeway"],
  ["not another address", "joann.lee+1@example.com", "joann.lee+1@example.com"],
])("finds %s", (_, text, erased) => {
  expect(erase({ email: "ann.lee+1@example.com", names: ["Ann", "Lee"] }, text)).toBe(erased);
});

it("finds an address of which a problem quotes the first 40 characters", () => {
  const email = "a.very.long.name.of.somebody@a.very.long.domain.example.com";
  expect(erase({ email, names: [] }, `“${email.slice(0, 40)}” is no customer id.`)).toBe("“(erased)” is no customer id.");
});

it("takes signs in names for what they are", () => {
  expect(erase({ email: "a\\b(c]@x.example", names: ["A.*", "O’Neil-(Smith)"] }, "A.* O’Neil-(Smith), Abc O’Neil, a\\b(c]@x.example")).toBe("(erased), Abc O’Neil, (erased)");
});

it("finds nobody of whom neither address nor whole name is known", () => {
  expect(namesOf({ email: null, names: ["Ann"] })).toBeUndefined();
});
