import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localDay } from "../time.ts";
import { pendingAwaits, settlementInstant, type SettlingFacts } from "./settlement-instant.ts";

const DAY_MS = 86_400_000;
const day = (n: number) => new Date(Date.UTC(2026, 0, 1, 12) + n * DAY_MS);

const orderOf = ({ paid = 0, sent = [] }: { paid?: number | null; sent?: { on: number; status?: string | null; cancelledOn?: number | undefined }[] } = {}): SettlingFacts => ({
  processedAt: day(0), paidAt: paid === null ? null : day(paid),
  fulfillments: sent.map(({ on, status = "success", cancelledOn }, at) => {
    const parcel = { fulfillmentId: String(at), status, createdAt: day(on).toISOString() };
    return cancelledOn === undefined ? parcel : { ...parcel, status: "cancelled", cancelledAt: day(cancelledOn).toISOString() };
  }),
});

const settles = (order: SettlingFacts, { pendingDays = 14, pendingFrom = "fulfillment" as const }: { pendingDays?: number; pendingFrom?: "order" | "fulfillment" } = {}) =>
  settlementInstant(order, { program: { pendingDays, pendingFrom }, timeZone: "Europe/London" })?.toISOString().slice(0, 10);

describe("when points settle, with the return window counted from the fulfilment", () => {
  it("is the day after 14 full days from the fulfilment", () => {
    expect(settles(orderOf({ sent: [{ on: 5 }] }))).toBe("2026-01-21");
    expect(settles(orderOf({ sent: [{ on: 5 }] }), { pendingFrom: "order" })).toBe("2026-01-16");
  });

  it("moves with the rest that is sent later, but never once the points are released", () => {
    expect(settles(orderOf({ sent: [{ on: 5 }, { on: 12 }] }))).toBe("2026-01-28");
    expect(settles(orderOf({ sent: [{ on: 12 }, { on: 5 }] }))).toBe("2026-01-28");
    expect(settles(orderOf({ sent: [{ on: 5 }, { on: 20 }] }))).toBe("2026-01-21");
  });

  it("counts a fulfilment at the very instant at which the window ends", () => {
    const first = { fulfillmentId: "1", status: "success", createdAt: "2026-01-06T12:00:00.000Z" };
    const at = (createdAt: string) => settles({ ...orderOf(), fulfillments: [first, { ...first, fulfillmentId: "2", createdAt }] });
    expect(at("2026-01-21T00:00:00.000Z")).toBe("2026-02-05");
    expect(at("2026-01-21T00:00:00.001Z")).toBe("2026-01-21");
  });

  it("is the day after 60 full days from the payment where nothing was ever sent, and what was cancelled nobody knows when was not", () => {
    expect(settles(orderOf())).toBe("2026-03-03");
    expect(settles(orderOf({ paid: 10 }))).toBe("2026-03-13");
    expect(settles(orderOf({ sent: [{ on: 5, status: "cancelled" }, { on: 6, status: "failure" }] }))).toBe("2026-03-03");
    expect(settles(orderOf({ sent: [{ on: 65 }] }))).toBe("2026-03-03");
  });

  it("counts a parcel until it is cancelled, and no longer", () => {
    expect(settles(orderOf({ sent: [{ on: 5, cancelledOn: 8 }] }))).toBe("2026-03-03");
    expect(settles(orderOf({ sent: [{ on: 5, cancelledOn: 8 }, { on: 9 }] }))).toBe("2026-01-25");
    expect(settles(orderOf({ sent: [{ on: 5 }, { on: 12, cancelledOn: 14 }] }))).toBe("2026-01-21");
    expect(settles(orderOf({ sent: [{ on: 5, cancelledOn: 40 }] }))).toBe("2026-01-21");
  });

  it("is the cancellation of a parcel where only that was still waited for", () => {
    expect(settles(orderOf({ sent: [{ on: 5 }, { on: 12, cancelledOn: 24 }] }))).toBe("2026-01-25");
    expect(settles(orderOf({ sent: [{ on: 55, cancelledOn: 65 }] }))).toBe("2026-03-07");
  });

  it("is the payment where that comes later, and where there is no return window", () => {
    expect(settles(orderOf({ paid: 40, sent: [{ on: 5 }] }))).toBe("2026-02-10");
    expect(settles(orderOf({ paid: 3, sent: [{ on: 5 }] }), { pendingDays: 0 })).toBe("2026-01-04");
    expect(settles(orderOf({ paid: null, sent: [{ on: 5 }] }))).toBeUndefined();
  });

  it("can't be told before the order is sent", () => {
    const program = { pendingDays: 14, pendingFrom: "fulfillment" as const };
    const awaits = (order: SettlingFacts, now: number) => pendingAwaits(order, { program, now: day(now) });
    expect(awaits(orderOf({ paid: null }), 1)).toBe("payment");
    expect(awaits(orderOf({ sent: [{ on: 5 }] }), 4)).toBe("fulfillment");
    expect(awaits(orderOf({ sent: [{ on: 5 }] }), 5)).toBeNull();
    expect(pendingAwaits(orderOf(), { program: { ...program, pendingFrom: "order" }, now: day(1) })).toBeNull();
  });

  it("is the day that a shop would find that looks each midnight at what it has seen until then", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.array(fc.record({ on: fc.integer({ min: 0, max: 120 }), outDays: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }) }), { maxLength: 4 }), fc.integer({ min: 1, max: 40 }), (paid, sent, pendingDays) => {
        const zone = "America/New_York";
        const order = orderOf({ paid, sent: sent.map(({ on, outDays }) => ({ on, cancelledOn: outDays && on + outDays })) });
        const found = settlementInstant(order, { program: { pendingDays, pendingFrom: "fulfillment" }, timeZone: zone })!;
        // Days are counted by walking from midnight to midnight; everything here happens in the morning there.
        const walked = (() => {
          for (let n = paid; ; n += 1) {
            const isOver = (out: typeof sent) => (out.length > 0 ? n - Math.max(...out.map(({ on }) => on)) > pendingDays : n - paid > 60);
            const out = (isIn: (on: number, until: number) => boolean) => sent.filter(({ on, outDays }) => isIn(on, on + (outDays ?? Infinity)));
            // At midnight with what had gone out by the day before; and at the payment or a cancellation, in the course of the day.
            if (n > paid && isOver(out((on, until) => on < n && until >= n))) return localDay(day(n), zone);
            const isChanged = n === paid || sent.some(({ on, outDays }) => outDays && on + outDays === n);
            if (isChanged && isOver(out((on, until) => on <= n && until > n))) return localDay(day(n), zone);
          }
        })();
        expect(localDay(found, zone)).toBe(walked);
      }),
      { numRuns: 500 },
    );
  });
});
