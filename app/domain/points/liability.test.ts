import { expect, it } from "vitest";
import { program, type ProgramVersion } from "../program/program.ts";
import { liabilityByDay, type DayMovements } from "./liability.ts";

const shop = { timeZone: "Europe/London", currency: "GBP" };
const version = (number: number, startsAt: string, valuePerPointMinor: number): ProgramVersion => ({ version: number, startsAt: new Date(startsAt), isPaused: false, currency: "GBP", program: program.parse({ valuePerPointMinor }) });
const moved = (day: string, more: Partial<DayMovements>): DayMovements => ({ day, earned: 0, adjusted: 0, imported: 0, redeemed: 0, returned: 0, expired: 0, reversed: 0, merged: 0, pending: 0, unclaimed: 0, ...more });
const none = { outstanding: 0, pending: 0, unclaimed: 0 };

it("carries what is left from each day to the next, also over days on which nothing moved", () => {
  const days = liabilityByDay({ outstanding: 100, pending: 30, unclaimed: 10 }, [moved("2026-03-28", { earned: 50, redeemed: 40, returned: 5, reversed: 3, expired: 2, pending: -30, unclaimed: 7 }), moved("2026-03-30", { imported: 9, adjusted: -1 })], {
    from: "2026-03-28", to: "2026-03-31", versions: [], shop,
  });
  expect(days.map(({ day, opening, closing, pending, unclaimed }) => [day, opening, closing, pending, unclaimed])).toEqual([
    ["2026-03-28", 100, 110, 0, 17], ["2026-03-29", 110, 110, 0, 17], ["2026-03-30", 110, 118, 0, 17], ["2026-03-31", 118, 118, 0, 17],
  ]);
});

it("values points by the program in force at the end of the shop's day, rounded half up, debts too", () => {
  const versions = [version(1, "2026-06-02T22:59:59.999Z", 0.5), version(2, "2026-06-03T23:00:00Z", 2)];
  const days = liabilityByDay(none, [moved("2026-06-01", { earned: 3 }), moved("2026-06-04", { reversed: 8 })], { from: "2026-06-01", to: "2026-06-04", versions, shop });
  expect(days.map(({ valueMinor }) => valueMinor)).toEqual([0, 2, 2, -10]);
  expect(liabilityByDay(none, [moved("2026-06-05", { adjusted: -3 })], { from: "2026-06-05", to: "2026-06-05", versions: [versions[0]!], shop })[0]?.valueMinor).toBe(-2);
});
