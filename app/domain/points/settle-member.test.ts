import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { day, memberOf, orderOf, settleAt, VERSION, type OrderSpec } from "#tests/factories/settling-member.ts";
import type { ProgramVersion } from "../program/program.ts";
import { endingsOf } from "./expire-lots.ts";
import type { Lot } from "./lot.ts";
import type { PointsMember, SettledEntry } from "./points-member.ts";
import type { SettlingOrder } from "./points-order.ts";

const moves = (entries: SettledEntry[]) => entries.map((entry) => [entry.kind, entry.pendingPoints, entry.settledPoints, entry.waivedPoints]);
const available = (member: PointsMember) => member.lots.reduce((sum, lot) => sum + lot.left, 0) - member.debtPoints;
const spend = (lots: Lot[], points: number) => {
  let missing = points;
  for (const lot of lots) {
    const taken = Math.min(lot.left, missing);
    lot.left -= taken;
    lot.redeemed += taken;
    missing -= taken;
  }
};

describe("the points of an order", () => {
  it("say the day from which they can be spent: the end of the return window, or the day of a payment that comes later", () => {
    const releaseOf = (order: OrderSpec, pendingDays: number) =>
      settleAt(memberOf([orderOf(order)]), day(60), [{ ...VERSION, program: { ...VERSION.program, pendingDays } }]).find(({ kind }) => kind === "earn_released");
    const order = { id: "1", placed: 0, paid: 0, totalMinor: 4000 };
    expect(releaseOf(order, 14)).toMatchObject({ occurredAt: new Date("2026-01-16T00:00:00Z"), why: { kind: "released", releaseOn: "2026-01-16" } });
    expect(releaseOf(order, 0)?.occurredAt).toEqual(day(0));
    expect(releaseOf({ ...order, paid: 30 }, 14)?.occurredAt).toEqual(day(30));
  });

  it("are credited by one entry that says how they were earned, where nothing has to be waited for", () => {
    const [order, atOnce] = [{ id: "1", placed: 0, paid: 3, totalMinor: 4000 }, [{ ...VERSION, program: { ...VERSION.program, pendingDays: 0 } }]];
    const member = memberOf([orderOf(order)]);
    const entries = settleAt(member, day(3), atOnce);
    expect(moves(entries)).toEqual([["earn_released", 0, 40, 0]]);
    expect(entries[0]?.why).toMatchObject({ kind: "earned", points: 40, before: 0 });
    expect(available(member)).toBe(40);
    expect(settleAt(member, day(4), atOnce)).toEqual([]);
  });

  it("wait until the return window ends, then they can be spent", () => {
    const member = memberOf([orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 4000 })]);
    expect(moves(settleAt(member, day(1)))).toEqual([["earn_pending", 40, 0, 0]]);
    const released = settleAt(member, day(20));
    expect(moves(released)).toEqual([["earn_released", -40, 40, 0]]);
    expect(released[0]?.occurredAt.toISOString()).toBe("2026-01-16T00:00:00.000Z");
    expect(available(member)).toBe(40);
    expect(settleAt(member, day(20))).toEqual([]);
  });

  it("wait for the parcel where the merchant counts from it, and give the rank of the day on which they are released", () => {
    const fromParcel = [{ ...VERSION, program: { ...VERSION.program, pendingFrom: "fulfillment" as const } }];
    const member = memberOf([orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 100, cancelled: 30, fulfilled: [1] }), orderOf({ id: "2", placed: 1, paid: 1, totalMinor: 4000, fulfilled: [5, 18] })]);
    expect(moves(settleAt(member, day(20), fromParcel)).at(-1)).toEqual(["earn_released", -1, 1, 0]);
    const released = settleAt(member, day(40), fromParcel);
    expect(released.map(({ orderId, kind, occurredAt }) => [orderId, kind, occurredAt.toISOString().slice(0, 10)])).toEqual([["1", "reverse", "2026-01-31"], ["2", "earn_cancelled", "2026-02-03"], ["2", "earn_released", "2026-02-03"]]);
    expect(available(member)).toBe(40);
  });

  it("stay released when a parcel is heard of too late, and are ranked on the day on which they should have been released", () => {
    const fromParcel = [{ ...VERSION, program: { ...VERSION.program, pendingFrom: "fulfillment" as const } }];
    const heard = memberOf([orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 100, cancelled: 30, fulfilled: [1] }), orderOf({ id: "2", placed: 1, paid: 1, totalMinor: 4000, fulfilled: [5] })]);
    settleAt(heard, day(22), fromParcel);
    expect(available(heard)).toBe(1 + 80);
    heard.orders[1]!.order.fulfillments.push({ fulfillmentId: "late", status: "success", createdAt: day(18).toISOString() });
    settleAt(heard, day(23), fromParcel);
    expect(available(heard)).toBe(1 + 80);
    expect(heard.orders[1]!.booking.settledAt?.toISOString()).toBe("2026-02-03T00:00:00.000Z");
    settleAt(heard, day(40), fromParcel);
    expect(available(heard)).toBe(40);
  });

  it("are doubled on the second order and tripled on the third", () => {
    const member = memberOf([1, 2, 3, 4].map((n) => orderOf({ id: String(n), placed: n, paid: n, totalMinor: 1000 })));
    settleAt(member, day(60));
    expect(member.orders.map((one) => one.booking.credited)).toEqual([10, 20, 30, 10]);
  });

  it("two cheap orders that go back after the third has settled do not change what the third earned", () => {
    const member = memberOf([
      orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 100, cancelled: 40 }),
      orderOf({ id: "2", placed: 1, paid: 1, totalMinor: 100, cancelled: 40 }),
      orderOf({ id: "3", placed: 2, paid: 2, totalMinor: 100_000 }),
    ]);
    settleAt(member, day(60));
    expect(member.orders[2]?.booking.credited).toBe(3000);
  });

  it("two cheap orders that go back before the third settles leave it a first order", () => {
    const member = memberOf([
      orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 100, cancelled: 5 }),
      orderOf({ id: "2", placed: 1, paid: 1, totalMinor: 100, cancelled: 5 }),
      orderOf({ id: "3", placed: 2, paid: 2, totalMinor: 100_000 }),
    ]);
    settleAt(member, day(60));
    expect(available(member)).toBe(1000);
  });

  it("a partial refund takes its part back, a full one all of it, and never below zero when they were spent", () => {
    const member = memberOf([orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 10_000, refunds: [{ on: 30, amountMinor: 2_550 }] })]);
    settleAt(member, day(20));
    spend(member.lots, 90);
    expect(settleAt(member, day(31))).toMatchObject([{ kind: "reverse", settledPoints: -10, waivedPoints: 0, why: { points: 74, before: 100, waived: 16 } }, { kind: "reverse_waived", settledPoints: 0, waivedPoints: 16 }]);
    expect(available(member)).toBe(0);
  });

  it("under a policy that allows it they become a debt, which the next points pay first", () => {
    const versions = [{ ...VERSION, program: { ...VERSION.program, refundPolicy: "allow_negative" as const } }];
    const member = memberOf([
      orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 10_000, cancelled: 30 }),
      orderOf({ id: "2", placed: 40, paid: 40, totalMinor: 3_000 }),
    ]);
    settleAt(member, day(20), versions);
    spend(member.lots, 100);
    settleAt(member, day(31), versions);
    expect(available(member)).toBe(-100);
    settleAt(member, day(60), versions);
    expect(available(member)).toBe(-70);
  });

  it("of an order in another currency, or before the program began, are none", () => {
    const euro = { ...orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 4000 }), currency: "EUR" };
    expect(settleAt(memberOf([euro]), day(30))).toEqual([]);
    expect(settleAt(memberOf([orderOf({ id: "2", placed: -60, paid: -60, totalMinor: 4000 })]), day(30))).toEqual([]);
  });
});

describe("points that end", () => {
  const expiring = (expiry: ProgramVersion["program"]["expiry"]) => [{ ...VERSION, program: { ...VERSION.program, expiry } }];

  it("can be spent through the end of their last day in the shop's zone, and are gone the day after", () => {
    const versions = expiring({ kind: "fixed", months: 1 });
    const member = memberOf([orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 4000 })]);
    settleAt(member, new Date("2026-02-16T23:59:59Z"), versions);
    expect(member.lots[0]).toMatchObject({ left: 40, expiresOn: "2026-02-16" });
    const gone = settleAt(member, new Date("2026-03-20T00:00:00Z"), versions);
    expect(moves(gone)).toEqual([["expire", 0, -40, 0]]);
    expect(gone[0]?.occurredAt.toISOString()).toBe("2026-02-17T00:00:00.000Z");
    expect(settleAt(member, new Date("2026-04-20T00:00:00Z"), versions)).toEqual([]);
  });

  it("that an order gives again end with its first ones, unless that day has passed; more than it had given lives as long as new ones", () => {
    const versions = expiring({ kind: "fixed", months: 1 });
    const member = memberOf([orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 4000 })]);
    const [first] = member.orders;
    const changeTo = (totalMinor: number, now: string) => {
      first!.order = orderOf({ id: "1", placed: 0, paid: 0, totalMinor });
      settleAt(member, new Date(now), versions);
    };
    settleAt(member, day(20), versions);
    changeTo(3000, "2026-02-10T12:00:00Z");
    changeTo(3600, "2026-02-10T12:00:01Z");
    changeTo(6000, "2026-02-11T12:00:00Z");
    changeTo(6500, "2026-03-20T12:00:00Z");
    expect(member.lots.map(({ points, left, expiresOn }) => [points, left, expiresOn])).toEqual([[40, 0, "2026-02-16"], [6, 0, "2026-02-16"], [24, 0, "2026-03-11"], [5, 5, "2026-04-20"]]);
  });

  it("live on with every order where they end so long after the last one", () => {
    const versions = expiring({ kind: "rolling", months: 2 });
    const member = memberOf([orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 1000 }), orderOf({ id: "2", placed: 40, paid: 40, totalMinor: 1000 })]);
    settleAt(member, day(100), versions);
    expect(available(member)).toBe(30);
    settleAt(member, day(130), versions);
    expect(available(member)).toBe(0);
  });

  it("that nobody claimed lapse a year after their release, where the reminder can be sent", () => {
    const orders = [orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 1000 })];
    const silent = { ...memberOf(orders), isClaimed: false };
    settleAt(silent, day(500));
    expect(available(silent)).toBe(10);
    const reminded = { ...memberOf(orders), isClaimed: false };
    const [, , lapsed] = settleAt(reminded, day(500), [VERSION], day(0));
    expect(lapsed).toMatchObject({ kind: "expire", settledPoints: -10, why: { because: "unclaimed" } });
    expect(lapsed?.occurredAt.toISOString()).toBe("2027-01-17T00:00:00.000Z");
  });

  it("that nobody claimed lapse no earlier than their owners had time to answer a reminder", () => {
    const late = { ...memberOf([orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 1000 })]), isClaimed: false };
    const lapseStartsAt = new Date("2027-03-01T12:00:00Z");
    expect(endingsOf(late, { versions: [VERSION], timeZone: "Europe/London", now: day(30), lapseStartsAt })).toEqual([]);
    settleAt(late, new Date("2027-03-01T23:59:59Z"), [VERSION], lapseStartsAt);
    expect(available(late)).toBe(10);
    expect(endingsOf(late, { versions: [VERSION], timeZone: "Europe/London", now: day(30), lapseStartsAt })).toEqual([{ day: "2027-03-01", because: "unclaimed", points: 10, orderIds: ["1"] }]);
    settleAt(late, new Date("2027-03-02T00:00:01Z"), [VERSION], lapseStartsAt);
    expect(available(late)).toBe(0);
  });

  it("keep the milder rule that they were credited under when an end is introduced or comes sooner", () => {
    const [never, two, one] = [VERSION, expiring({ kind: "rolling", months: 2 })[0]!, expiring({ kind: "rolling", months: 1 })[0]!];
    const order = () => memberOf([orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 1000 })]);
    const later = day(100);
    const introduced = order();
    settleAt(introduced, day(300), [never, { ...two, version: 2, startsAt: later }]);
    expect(available(introduced)).toBe(10);
    const shortened = order();
    settleAt(shortened, day(30), [two]);
    const [gone] = settleAt(shortened, day(300), [two, { ...one, version: 2, startsAt: day(20) }]);
    expect(gone?.occurredAt.toISOString().slice(0, 10)).toBe("2026-03-17");
  });

  it("are not taken back a second time when their order is refunded", () => {
    const versions = expiring({ kind: "fixed", months: 1 });
    const member = memberOf([orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 4000, cancelled: 90 })]);
    settleAt(member, day(80), versions);
    expect(moves(settleAt(member, day(91), versions))).toEqual([["reverse_waived", 0, 0, 40]]);
    expect(available(member)).toBe(0);
  });

  it("stay given up, whether what was spent beside them is taken back once or twice, and cost the other orders nothing", () => {
    const versions = expiring({ kind: "fixed", months: 1 });
    const orders = (cancelled?: number) => [orderOf({ id: "1", placed: 0, paid: 0, totalMinor: 4300, ...(cancelled !== undefined && { cancelled }) }), orderOf({ id: "2", placed: 45, paid: 45, totalMinor: 5000 })];
    const member = memberOf(orders());
    const changeTo = (cancelled: number | undefined, now: number) => {
      member.orders[0]!.order = orders(cancelled)[0]!;
      return moves(settleAt(member, day(now), versions));
    };
    settleAt(member, day(20), versions);
    spend(member.lots, 33);
    settleAt(member, day(60), versions);
    expect(available(member)).toBe(100);
    expect(changeTo(62, 62)).toEqual([["reverse", 0, -33, 0], ["reverse_waived", 0, 0, 10]]);
    expect(changeTo(undefined, 64)).toEqual([["reverse_waived", 0, 0, -10], ["earn_released", 0, 33, 0]]);
    expect(changeTo(66, 66)).toEqual([["reverse", 0, -33, 0], ["reverse_waived", 0, 0, 10]]);
    expect(available(member)).toBe(100 - 33);
  });
});

const orderSpecs = fc.array(
  fc.record({
    placed: fc.integer({ min: 0, max: 40 }),
    paysAfter: fc.integer({ min: 0, max: 20 }),
    totalMinor: fc.integer({ min: 1, max: 30_000 }),
    cancelsAfter: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined, freq: 3 }),
    fulfilled: fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 2 }),
    refunds: fc.array(fc.record({ after: fc.integer({ min: 0, max: 50 }), share: fc.double({ min: 0.01, max: 1, noNaN: true }) }), { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 6 },
);

const toOrders = (specs: (typeof orderSpecs extends fc.Arbitrary<infer T> ? T : never)): SettlingOrder[] =>
  specs.map((spec, at) => {
    const paid = spec.placed + spec.paysAfter;
    let left = spec.totalMinor;
    const refunds = spec.refunds.map((refund) => ({ on: paid + refund.after, share: refund.share })).sort((a, b) => a.on - b.on).map(({ on, share }) => {
      const amountMinor = Math.min(left, Math.max(1, Math.round(spec.totalMinor * share)));
      left -= amountMinor;
      return { on, amountMinor };
    });
    return orderOf({ id: String(at + 1), placed: spec.placed, paid, totalMinor: spec.totalMinor, fulfilled: spec.fulfilled, refunds: refunds.filter((one) => one.amountMinor > 0), ...(spec.cancelsAfter !== undefined && { cancelled: paid + spec.cancelsAfter }) });
  });

describe("over random histories", () => {
  it("living through the facts, heard of early or late, gives the balances of a recomputation", () => {
    fc.assert(
      fc.property(orderSpecs, fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 12 }), fc.constantFrom("order", "fulfillment"), (specs, looks, pendingFrom) => {
        const versions = [{ ...VERSION, program: { ...VERSION.program, pendingFrom } }];
        const orders = toOrders(specs);
        const lived = memberOf(orders);
        for (const look of [...looks.sort((a, b) => a - b), 160]) settleAt(lived, day(look), versions);
        const recomputed = memberOf(orders);
        settleAt(recomputed, day(160), versions);
        expect(available(lived)).toBe(available(recomputed));
        expect(lived.orders.map(({ booking: b }) => b.pending + b.credited - b.reversed - b.waived)).toEqual(
          recomputed.orders.map(({ booking: b }) => b.pending + b.credited - b.reversed - b.waived),
        );
        for (const lot of lived.lots) expect(lot.left).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });

  it("entries add up to the balance, and a second settle writes none", () => {
    fc.assert(
      fc.property(orderSpecs, fc.integer({ min: 0, max: 140 }), (specs, look) => {
        const member = memberOf(toOrders(specs));
        const entries = [...settleAt(member, day(look)), ...settleAt(member, day(140))];
        expect(entries.reduce((sum, entry) => sum + entry.settledPoints, 0)).toBe(available(member));
        expect(new Set(entries.map((entry) => entry.key)).size).toBe(entries.length);
        expect(settleAt(member, day(140))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
