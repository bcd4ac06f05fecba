import { expect, it } from "vitest";
import { program, type ProgramVersion } from "../program/program.ts";
import { endingsOf, expireBefore } from "./expire-lots.ts";
import type { Expiry } from "./expiry.ts";
import type { Lot } from "./lot.ts";
import type { PointsMember, PointsRules } from "./points-member.ts";

const on = (day: string) => new Date(`${day}T12:00:00Z`);
const credited = (day: string, points: number, more: Partial<Lot> = {}): Lot => ({ key: day, orderId: null, points, left: points, redeemed: 0, expired: 0, expiresOn: null, creditedAt: on(day), ...more });
const member = (activeOn: string | null, ...lots: Lot[]): PointsMember => ({ customerId: "7", lots, debtPoints: 0, activeAt: activeOn === null ? null : on(activeOn), isClaimed: true, orders: [] });

function rules(expiry: Expiry, now: string): PointsRules {
  const version: ProgramVersion = { version: 1, startsAt: on("2025-01-01"), isPaused: false, currency: "GBP", program: program.parse({ expiry }) };
  return { versions: [version], timeZone: "Europe/London", now: on(now), lapseStartsAt: null, rankAt: () => null };
}

const TWO_MONTHS = { kind: "rolling", months: 2 } as const;
const ended = (whose: PointsMember, expiry: Expiry, now: string) => expireBefore(whose, rules(expiry, now), on(now)).map((end) => [end.settledPoints, end.occurredAt.toISOString()]);

it("points that somebody is given after the day of the last order live the whole time from then on", () => {
  const sorry = member("2026-01-10", credited("2026-05-06", 100));
  expect(ended(sorry, TWO_MONTHS, "2026-07-06")).toEqual([]);
  expect(ended(sorry, TWO_MONTHS, "2026-08-01")).toEqual([[-100, "2026-07-06T23:00:00.000Z"]]);
});

it("points that are given before that day live as long as those given after it, and the order's own end on its day", () => {
  const both = member("2026-01-10", credited("2026-01-10", 10), credited("2026-03-09", 100));
  expect(endingsOf(both, rules(TWO_MONTHS, "2026-03-09"))).toMatchObject([{ day: "2026-03-10", points: 10 }, { day: "2026-05-09", points: 100 }]);
});

it("points that were given before the last order live on with it", () => {
  expect(endingsOf(member("2026-04-01", credited("2026-03-09", 100)), rules(TWO_MONTHS, "2026-04-02"))).toMatchObject([{ day: "2026-06-01", points: 100 }]);
});

it("nothing ends before it is there: points that come with a day in the past end as they come", () => {
  const late = member(null, credited("2026-03-12", 50, { expiresOn: "2026-01-31" }));
  expect(ended(late, { kind: "none" }, "2026-03-13")).toEqual([[-50, "2026-03-12T12:00:00.000Z"]]);
});
