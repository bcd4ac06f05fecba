import { describe, expect, it } from "vitest";
import { isMailable } from "./address.ts";
import { languageOf } from "./language.ts";
import { quietUntil } from "./quiet-hours.ts";
import { reminderDue } from "./reminder.ts";

describe("an address", () => {
  it.each(["a@example.com", "o'neil@example.com", "first.last+tag@mail.example.co.uk", "a@münchen.example", "x_1-2@3.example"])("such as %s can be written to", (address) => expect(isMailable(address)).toBe(true));

  it.each([
    "", "a", "@example.com", "a@", "a@example", 'a"b@example.com', '"a b"@example.com', "a@example.com\n", "a\r\nBcc: b@example.com", "a b@example.com", "a@exa mple.com", "a@example.com,b@example.com",
    "<a@example.com>", "a@[127.0.0.1]", ".a@example.com", "a..b@example.com", "a.@example.com", "a@-example.com", "a@example..com", `${"a".repeat(65)}@example.com`, `a@${"b.".repeat(130)}com`, "a@b@example.com", "a\u0000@example.com", "é@example.com",
  ])("such as %j can not", (address) => expect(isMailable(address)).toBe(false));
});

describe("quiet hours", () => {
  const london = "Europe/London";
  it.each([
    ["before them", "2026-11-22T20:59:59Z", 21, 8, undefined],
    ["as they begin", "2026-11-22T21:00:00Z", 21, 8, "2026-11-23T08:00:00.000Z"],
    ["after midnight", "2026-11-23T03:00:00Z", 21, 8, "2026-11-23T08:00:00.000Z"],
    ["as they end", "2026-11-23T08:00:00Z", 21, 8, undefined],
    ["at noon, of a shop that rests then", "2026-11-22T12:30:00Z", 12, 14, "2026-11-22T14:00:00.000Z"],
    ["of a shop without any", "2026-11-22T03:00:00Z", 0, 0, undefined],
    ["in the night in which the clock is put back", "2026-10-25T00:30:00Z", 21, 8, "2026-10-25T08:00:00.000Z"],
    ["in the night in which it is put forward", "2026-03-28T23:00:00Z", 21, 8, "2026-03-29T07:00:00.000Z"],
  ])("%s: mail waits until they are over", (_, at, fromHour, untilHour, until) => {
    expect(quietUntil(new Date(at), { fromHour, untilHour }, london)?.toISOString()).toBe(until);
  });

  it("are those of the shop's zone", () => {
    expect(quietUntil(new Date("2026-11-22T13:00:00Z"), { fromHour: 21, untilHour: 8 }, "Asia/Shanghai")?.toISOString()).toBe("2026-11-23T00:00:00.000Z");
  });
});

it.each([
  ["2026-12-22", undefined],
  ["2026-12-21", 30],
  ["2026-11-29", 30],
  ["2026-11-28", 7],
  ["2026-11-21", 7],
  ["2026-11-20", undefined],
])("points whose last day is %s are announced on 21 November as those of so many days before: %s", (day, days) => expect(reminderDue(day, "2026-11-21")).toBe(days));

it.each([
  ["de-AT", "de"], ["zh-TW", "zh-CN"], ["ET", "et"], ["pt-BR", "fr"], ["", "fr"], [null, "fr"], ["en_GB", "en"],
] as const)("a customer of the language %s is written to in %s by a French shop", (locale, language) => expect(languageOf(locale, "fr")).toBe(language));
