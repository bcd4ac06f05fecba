import { describe, expect, it } from "vitest";
import { formatsFor, localeOf } from "./formats.ts";
import { whyFormatsOf } from "./why-formats.ts";

const british = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });

describe("numbers and dates as a merchant reads them", () => {
  it("a rate has one decimal, and none where fewer than 100 customers stand behind it", () => {
    expect(british.rate(0.65583, 4338)).toBe("65.6%");
    expect(british.rate(0.65583, 99)).toBe("66%");
    expect(british.rate(0.65583, 100)).toBe("65.6%");
  });

  it("an interval carries the percent sign once", () => {
    expect(british.interval(0.6416, 0.6698, 4338)).toBe("64.2–67.0%");
    expect(british.interval(0.5, 0.78, 60)).toBe("50–78%");
  });

  it.each([
    [1_204_300, "GBP", "£12,043.00"],
    [1_204_300, "JPY", "JP¥1,204,300"],
    [1_500, "KWD", "KWD\u00A01.500"],
    [-50, "GBP", "−£0.50"],
  ])("%i minor units of %s are %s", (amountMinor, currency, text) => {
    expect(british.money(amountMinor, currency)).toBe(text);
  });

  it("an instant is written in the shop's zone, also across midnight", () => {
    const kiritimati = formatsFor({ locale: "en-GB", timeZone: "Pacific/Kiritimati", currency: "USD" });
    expect(british.dayTime("2026-11-21T14:05:00.000Z")).toBe("21 Nov 2026, 14:05");
    expect(kiritimati.dayTime("2026-11-21T14:05:00.000Z")).toBe("22 Nov 2026, 04:05");
    expect(british.time("2026-06-01T23:30:00.000Z")).toBe("00:30");
  });

  it("a calendar day is the same day in every zone", () => {
    const honolulu = formatsFor({ locale: "en-GB", timeZone: "Pacific/Honolulu", currency: "USD" });
    expect([british, honolulu].map((formats) => formats.calendarDay("2026-11-26"))).toEqual(["26 Nov 2026", "26 Nov 2026"]);
  });

  it.each(["en-GB", "en-US", "en-AU", "en-CA"])("September has three letters wherever a day is written (%s)", (locale) => {
    const formats = formatsFor({ locale, timeZone: "Europe/London", currency: "GBP" });
    const days = [formats.day("2026-09-08T12:00:00Z"), formats.calendarDay("2026-09-08"), formats.dayOfYear("2026-09-08T12:00:00Z"), formats.dayTime("2026-09-08T12:00:00Z"), whyFormatsOf(formats).day("2026-09-08")];
    for (const day of days) expect(day).toMatch(/\bSep\b/);
  });

  it("points have the name that the merchant gave them, one and many", () => {
    const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP", pointsName: { one: "star", other: "stars" } });
    expect([formats.points(1), formats.points(1204), formats.points(-1), formats.pointsTitle]).toEqual(["1 star", "1,204 stars", "−1 star", "Stars"]);
    expect([british.points(1), british.points(0)]).toEqual(["1 point", "0 points"]);
    expect(whyFormatsOf(formats).points(2)).toBe("2 stars");
  });

  it("today is the shop's today", () => {
    expect(british.recent("2026-06-01T23:30:00.000Z", "2026-06-02T10:00:00.000Z")).toBe("today 00:30");
    expect(british.recent("2026-06-01T22:30:00.000Z", "2026-06-02T10:00:00.000Z")).toBe("1 Jun, 23:30");
  });

  it("days are whole, and less than half a day is said to be so", () => {
    expect([0, 0.2, 0.7, 1.4, 50.4, 1200].map(british.days)).toEqual(["0 days", "under a day", "1 day", "1 day", "50 days", "1,200 days"]);
  });

  it("one is singular", () => {
    expect([british.counted(1, "customer", "customers"), british.counted(1000, "customer", "customers")]).toEqual(["1 customer", "1,000 customers"]);
  });

  it.each([
    ["de-DE,de;q=0.9,en-US;q=0.8", "en-US"],
    ["en-AU,en;q=0.9", "en-AU"],
    ["de", "en-GB"],
    ["en_BAD,*;q=0.1", "en-GB"],
    [null, "en-GB"],
  ])("a browser that asks for %s gets %s, the language of the page", (header, locale) => {
    expect(localeOf(header)).toBe(locale);
  });
});
