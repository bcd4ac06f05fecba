import { describe, expect, it } from "vitest";
import { addDays, addMonths, localDay, startOfDay } from "./time.ts";

describe("days in a shop's zone", () => {
  it.each([
    ["winter in London", "2026-12-06", "Europe/London", "2026-12-06T00:00:00.000Z"],
    ["summer in London", "2026-07-01", "Europe/London", "2026-06-30T23:00:00.000Z"],
    ["the day clocks go forward in London", "2026-03-29", "Europe/London", "2026-03-29T00:00:00.000Z"],
    ["the day after clocks go back in New York", "2026-11-02", "America/New_York", "2026-11-02T05:00:00.000Z"],
    ["far ahead of UTC", "2026-11-21", "Pacific/Kiritimati", "2026-11-20T10:00:00.000Z"],
    ["a zone of quarter hours", "2026-11-21", "Asia/Kathmandu", "2026-11-20T18:15:00.000Z"],
    ["where clocks jump over midnight", "2024-04-26", "Africa/Cairo", "2024-04-25T22:00:00.000Z"],
  ])("begin at their own midnight: %s", (_case, day, zone, instant) => {
    expect(startOfDay(day, zone).toISOString()).toBe(instant);
    expect(localDay(startOfDay(day, zone), zone)).toBe(day);
  });

  it("an instant before midnight still belongs to the day before", () => {
    expect(localDay(new Date("2026-06-30T22:59:59Z"), "Europe/London")).toBe("2026-06-30");
    expect(localDay(new Date("2026-06-30T23:00:00Z"), "Europe/London")).toBe("2026-07-01");
  });

  it("days are counted on the calendar, over leap days too", () => {
    expect(addDays("2028-02-28", 2)).toBe("2028-03-01");
    expect(addDays("2026-11-21", 15)).toBe("2026-12-06");
  });

  it("months end where a month is shorter", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2027-01-31", 13)).toBe("2028-02-29");
    expect(addMonths("2026-11-21", 12)).toBe("2027-11-21");
  });
});
