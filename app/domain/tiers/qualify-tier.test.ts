import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { program, type ProgramVersion } from "../program/program.ts";
import { qualifyTier, tierBefore, type Contribution, type TierGrant } from "./qualify-tier.ts";
import type { TierQualification } from "./tier.ts";

const DAY_MS = 86_400_000;
const at = (day: number) => new Date(Date.UTC(2026, 0, 1, 12) + day * DAY_MS);
const TIERS = [
  { id: "silver", name: "Silver", threshold: 2 },
  { id: "gold", name: "Gold", threshold: 4 },
];

function versionOf(qualification: Partial<TierQualification>, { version = 1, startsAt = at(-1_000), tiers = TIERS } = {}): ProgramVersion {
  return { version, startsAt, isPaused: false, currency: "GBP", program: program.parse({ tiers, tierQualification: { basis: "orders", ...qualification } }) };
}

const order = (day: number, until: number | null = null): Contribution => ({ basis: "orders", at: at(day), placedAt: at(day), until: until === null ? null : at(until), amount: 1 });
const history = (contributions: Contribution[], versions: ProgramVersion[], now: number) => qualifyTier(contributions, { versions, timeZone: "Europe/London", now: at(now) });
const moves = (contributions: Contribution[], versions: ProgramVersion[], now = 3_000) =>
  history(contributions, versions, now).changes.map(({ at: when, toTierId, cause }) => [Math.round((when.getTime() - at(0).getTime()) / DAY_MS), toTierId, cause.kind]);

describe("a tier", () => {
  it("is reached with the order that completes it, and no order decides its own tier", () => {
    const { changes } = history([order(1), order(5), order(9)], [versionOf({})], 100);
    expect(changes.map((change) => [change.at, change.toTierId])).toEqual([[at(5), "silver"]]);
    expect(tierBefore(changes, at(5))).toBeNull();
    expect(tierBefore(changes, at(6))).toBe("silver");
  });

  it("falls when an order is cancelled, at once without grace", () => {
    expect(moves([order(1), order(5, 30)], [versionOf({})])).toEqual([[5, "silver", "reached"], [30, null, "fell"]]);
  });

  it("is kept through the days of grace, and for good when it is reached again meanwhile", () => {
    const [change] = history([order(1), order(5, 30)], [versionOf({ graceDays: 10 })], 3_000).changes.slice(1);
    // Ten full days after 31 January end with 10 February.
    expect(change?.at.toISOString()).toBe("2026-02-11T00:00:00.000Z");
    expect(moves([order(1), order(5, 30), order(35)], [versionOf({ graceDays: 10 })])).toEqual([[5, "silver", "reached"]]);
  });

  it("of a calendar year ends with the year of the shop, one of a rolling year a year after each order", () => {
    expect(history([order(1), order(5)], [versionOf({ window: "calendar_year" })], 3_000).changes.map((one) => one.at.toISOString())).toEqual([at(5).toISOString(), "2027-01-01T00:00:00.000Z"]);
    expect(history([order(1), order(5)], [versionOf({ window: "rolling_year" })], 3_000).changes.map((one) => one.at.toISOString())).toEqual([at(5).toISOString(), "2027-01-03T00:00:00.000Z"]);
  });

  it("that ends at the very instant of an order is not that order's", () => {
    const { changes } = history([order(1), order(5)], [versionOf({ window: "calendar_year" })], 3_000);
    const newYear = new Date("2027-01-01T00:00:00Z");
    expect([tierBefore(changes, new Date(newYear.getTime() - 1_000)), tierBefore(changes, newYear)]).toEqual(["silver", null]);
  });

  it("says when it may change by itself", () => {
    expect(history([order(1), order(5)], [versionOf({ window: "rolling_year" })], 10).nextDueAt?.toISOString()).toBe("2027-01-03T00:00:00.000Z");
    expect(history([order(1), order(5)], [versionOf({})], 10).nextDueAt).toBeNull();
  });

  it("follows other rules from the day on which they start, and says that they were the cause", () => {
    const stricter = versionOf({}, { version: 2, startsAt: at(50), tiers: [{ id: "silver", name: "Silver", threshold: 3 }] });
    expect(moves([order(1), order(5)], [versionOf({}), stricter])).toEqual([[5, "silver", "reached"], [50, null, "program"]]);
    expect(moves([order(1), order(5)], [versionOf({}), versionOf({}, { version: 2, startsAt: at(50), tiers: [] })])).toEqual([[5, "silver", "reached"], [50, null, "program"]]);
  });
});

describe("a tier that somebody was given", () => {
  const given = (grant: Partial<TierGrant>, qualification: Partial<TierQualification> = {}, contributions: Contribution[] = []) =>
    qualifyTier(contributions, { versions: [versionOf(qualification)], timeZone: "Europe/London", now: at(3_000), grants: [{ tierId: "silver", from: at(5), until: null, takenBackAt: null, ...grant }] })
      .changes.map(({ at: when, toTierId, cause }) => [Math.round((when.getTime() - at(0).getTime()) / DAY_MS), toTierId, cause.kind]);

  it("holds without orders, and for good where tiers are for a lifetime", () => {
    expect(given({})).toEqual([[5, "silver", "given"]]);
  });

  it("ends on the day that was named, or with the window of the program, or when it is taken back", () => {
    expect(given({ until: at(30) })).toEqual([[5, "silver", "given"], [30, null, "fell"]]);
    expect(given({}, { window: "rolling_year" })).toEqual([[5, "silver", "given"], [371, null, "fell"]]);
    expect(given({ takenBackAt: at(9) }, { graceDays: 60 })).toEqual([[5, "silver", "given"], [9, null, "fell"]]);
  });

  it("takes nothing from whoever has reached more, and gives way to what is reached later", () => {
    const four = [order(1), order(2), order(3), order(4)];
    expect(given({}, {}, four).at(-1)).toEqual([4, "gold", "reached"]);
    expect(given({}, {}, [order(10), order(11), order(12), order(13)]).at(-1)).toEqual([13, "gold", "reached"]);
  });

  it("gives nothing where the program has no such tier", () => {
    expect(given({ tierId: "platinum" })).toEqual([]);
  });

  it("says when it ends by itself", () => {
    const { nextDueAt } = qualifyTier([], { versions: [versionOf({})], timeZone: "Europe/London", now: at(10), grants: [{ tierId: "silver", from: at(5), until: at(30), takenBackAt: null }] });
    expect(nextDueAt).toEqual(at(30));
  });
});

const orders = fc.array(fc.record({ day: fc.integer({ min: 0, max: 900 }), lives: fc.option(fc.integer({ min: 1, max: 400 }), { nil: undefined, freq: 3 }) }), { maxLength: 8 });
const windows = fc.constantFrom("lifetime" as const, "calendar_year" as const, "rolling_year" as const);

describe("over random histories", () => {
  const contributionsOf = (specs: { day: number; lives?: number | undefined }[]) => specs.map(({ day, lives }) => order(day, lives === undefined ? null : day + lives));

  it("the tier at any instant is what the orders of its window give, whatever order they are heard in", () => {
    fc.assert(
      fc.property(orders, windows, fc.integer({ min: 0, max: 1_500 }), (specs, window, asked) => {
        const contributions = contributionsOf(specs);
        const instant = new Date(at(asked).getTime() + 3_600_000);
        const { changes } = qualifyTier(contributions, { versions: [versionOf({ window })], timeZone: "Europe/London", now: instant });
        const inWindow = ({ placedAt }: Contribution) => {
          if (window === "lifetime") return true;
          if (window === "calendar_year") return placedAt.getUTCFullYear() === instant.getUTCFullYear();
          const leaves = new Date(placedAt);
          leaves.setUTCFullYear(leaves.getUTCFullYear() + 1);
          if (leaves.getUTCMonth() !== placedAt.getUTCMonth()) leaves.setUTCDate(0);
          return leaves.toISOString().slice(0, 10) >= instant.toISOString().slice(0, 10);
        };
        const total = contributions.filter((one) => one.at <= instant && (!one.until || one.until > instant) && inWindow(one)).length;
        expect(changes.at(-1)?.toTierId ?? null).toBe(total >= 4 ? "gold" : total >= 2 ? "silver" : null);
        expect(qualifyTier(contributions.toReversed(), { versions: [versionOf({ window })], timeZone: "Europe/London", now: instant }).changes).toEqual(changes);
      }),
      { numRuns: 400 },
    );
  });

  it("looking often finds the same history as looking once, grace included", () => {
    fc.assert(
      fc.property(orders, windows, fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 1_500 }), (specs, window, graceDays, early) => {
        const contributions = contributionsOf(specs);
        const full = history(contributions, [versionOf({ window, graceDays })], 1_600);
        const before = history(contributions, [versionOf({ window, graceDays })], early);
        expect(full.changes.filter((change) => change.at <= at(early))).toEqual(before.changes);
        const next = full.changes.find((change) => change.at > at(early));
        if (next) expect(before.nextDueAt! <= next.at).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});
