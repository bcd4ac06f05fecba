import { describe, expect, it } from "vitest";
import type { Lot } from "../points/lot.ts";
import { reward } from "./reward.ts";
import type { Redemption } from "./redemption.ts";
import { returnPoints, type HeldLot, type PaidReversal, type UndoneFileLot, type WaivedBooking } from "./return-points.ts";

const NOW = new Date("2026-03-10T12:00:00Z");
const clock = { now: NOW, timeZone: "Europe/London" };

const redemption = (points: number): Redemption => ({
  redemptionId: "r1", customerId: "7", idempotencyKey: "k", reward: reward.parse({ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 1, amountMinor: 500 }),
  grant: { kind: "amount_off", amountMinor: 500 }, programVersion: 1, points, origin: "bought", code: "CODE", state: "releasing", shopifyId: null, orderId: null, confirmedAt: null,
  returnReason: "unused", refusal: null, reservedAt: NOW, endsAt: NOW, closedAt: null, vouchedBy: null, vouchedAt: null,
});

/** A lot of order `key` from which everything was redeemed, `held` of it by this redemption. */
const heldLot = (key: string, held: number, more: Partial<Lot & Omit<HeldLot, "lot" | "held">> = {}): HeldLot => {
  const { wasExtended = false, undoneLine = null, ...lot } = more;
  return { held, wasExtended, undoneLine, lot: { key, orderId: key, points: held, left: 0, redeemed: held, expired: 0, expiresOn: null, creditedAt: NOW, ...lot } };
};

const booking = (orderId: string, waivedSpent: number): WaivedBooking => ({ customerId: "7", orderId, programVersion: 3, reversed: 0, waived: waivedSpent, waivedSpent, compensated: waivedSpent, entries: 4 });

const give = (held: HeldLot[], { bookings = [], paid = [], files = [], debtPoints = 0 }: { bookings?: WaivedBooking[]; paid?: PaidReversal[]; files?: UndoneFileLot[]; debtPoints?: number } = {}) =>
  returnPoints({ redemption: redemption(held.reduce((sum, one) => sum + one.held, 0)), because: "unused", held, bookings, paid, files, debtPoints }, clock);

const movements = ({ entries }: ReturnType<typeof give>) => entries.map((entry) => [entry.kind, entry.settledPoints, entry.waivedPoints, entry.key]);

describe("points that come back", () => {
  it("go to the lots that they came from", () => {
    const held = [heldLot("1", 30), heldLot("2", 20, { points: 50, left: 10, redeemed: 40 })];
    const returned = give(held);
    expect(movements(returned)).toEqual([["redeem_returned", 50, 0, "redeem_returned:r1"]]);
    expect(returned.entries[0]?.allocations).toEqual([{ lotKey: "1", points: 30 }, { lotKey: "2", points: 20 }]);
    expect(held.map(({ lot }) => [lot.left, lot.redeemed])).toEqual([[30, 0], [30, 20]]);
  });

  it("are first taken for what was given up of the order behind the lot", () => {
    const held = [heldLot("1", 30), heldLot("2", 20)];
    const one = booking("1", 25);
    const returned = give(held, { bookings: [one] });
    expect(movements(returned)).toEqual([["redeem_returned", 50, 0, "redeem_returned:r1"], ["reverse_waived", 0, -25, "order:1:7:5"], ["reverse", -25, 0, "order:1:7:6"]]);
    expect(one).toMatchObject({ reversed: 25, waived: 0, compensated: 0, entries: 6 });
    expect(held.map(({ lot }) => lot.left)).toEqual([5, 20]);
    expect(returned.settledPoints).toBe(25);
  });

  it("are taken for what was given up of an order whose points had paid for it, as far as they had, and of one that had paid for that", () => {
    const held = [heldLot("1", 100)];
    const [one, two, three] = [booking("1", 40), booking("2", 30), booking("3", 50)];
    const paid = [{ orderId: "1", payerId: "2", points: 45 }, { orderId: "2", payerId: "3", points: 10 }, { orderId: "3", payerId: "1", points: 5 }];
    const returned = give(held, { bookings: [one, two, three], paid });
    expect(movements(returned).slice(1)).toEqual([
      ["reverse_waived", 0, -40, "order:1:7:5"], ["reverse", -40, 0, "order:1:7:6"],
      ["reverse_waived", 0, -30, "order:2:7:5"], ["reverse", -30, 0, "order:2:7:6"],
      ["reverse_waived", 0, -10, "order:3:7:5"], ["reverse", -10, 0, "order:3:7:6"],
    ]);
    expect([one, two, three]).toMatchObject([{ waived: 0, compensated: 0 }, { waived: 0, compensated: 30 }, { waived: 40, compensated: 50 }]);
    expect(held[0]?.lot).toMatchObject({ left: 20, redeemed: 40 });
    expect(returned.settledPoints).toBe(20);
  });

  it("pay a debt before anything can be spent", () => {
    const held = [heldLot("1", 30), heldLot("2", 20)];
    const returned = give(held, { debtPoints: 35 });
    expect(returned).toMatchObject({ debtPoints: 0, settledPoints: 50 });
    expect(held.map(({ lot }) => [lot.left, lot.redeemed])).toEqual([[0, 30], [15, 5]]);
  });

  it("of a file that was taken back are taken, too, behind what orders take and a debt, and live no longer for it", () => {
    const undoneLine = { reason: "Moved", fileName: "a.csv", line: 2, createdBy: "Ann" };
    const held = [heldLot("import:3:2", 30, { orderId: null, expiresOn: "2026-03-01", undoneLine }), heldLot("1", 20)];
    const returned = give(held, { bookings: [booking("1", 5)], debtPoints: 10 });
    expect(movements(returned).slice(2)).toEqual([["reverse", -5, 0, "order:1:7:6"], ["adjust", -20, 0, "import:3:2:undo:r1"]]);
    expect(returned.entries.at(-1)).toMatchObject({ why: { kind: "adjusted", reason: "Moved: undone (a.csv, line 2)", by: "Ann" }, allocations: [{ lotKey: "import:3:2", points: 20 }] });
    expect(held.map(({ lot }) => [lot.left, lot.redeemed])).toEqual([[0, 30], [15, 0]]);
    expect(returned).toMatchObject({ debtPoints: 0, settledPoints: 25, extensions: [] });
  });

  it("of orders for which a file's points had paid are taken as far as they had, once the file was taken back", () => {
    const undoneLine = { reason: "Moved", fileName: "a.csv", line: 2, createdBy: "Ann" };
    const held = [heldLot("1", 30), heldLot("2", 20), heldLot("3", 10), heldLot("import:3:2", 5, { orderId: null, undoneLine })];
    const files = [{ lotKey: "import:3:2", orderIds: ["1", "2"], paidPoints: 45, line: undoneLine }];
    const returned = give(held, { files });
    expect(movements(returned).slice(1)).toEqual([["adjust", -50, 0, "import:3:2:undo:r1"]]);
    expect(returned.entries.at(-1)?.allocations).toEqual([{ lotKey: "1", points: 30 }, { lotKey: "2", points: 15 }, { lotKey: "import:3:2", points: 5 }]);
    expect(held.map(({ lot }) => lot.left)).toEqual([0, 5, 10, 0]);
    expect(returned.settledPoints).toBe(15);
  });

  it("live 30 days longer when their day passed meanwhile, once", () => {
    const returned = give([heldLot("gone", 10, { expiresOn: "2026-03-09" }), heldLot("today", 10, { expiresOn: "2026-03-10" }), heldLot("again", 10, { expiresOn: "2026-03-01", wasExtended: true }), heldLot("never", 10)]);
    expect(returned.extensions).toEqual([{ lotKey: "gone", expiredOn: "2026-03-09", expiresOn: "2026-04-09" }]);
  });
});
