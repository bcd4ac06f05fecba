import type { OrderId } from "../ids.ts";
import { undoKey, undoneWhy, type FileLine, type PayingFileLot } from "../import/book-line.ts";
import { orderEntryKey } from "../points/entry.ts";
import type { Lot } from "../points/lot.ts";
import type { SettledEntry } from "../points/points-member.ts";
import { addDays, localDay } from "../time.ts";
import type { Redemption, ReturnReason } from "./redemption.ts";
import { returnKey } from "./reserve-points.ts";

const EXTENSION_DAYS = 30;

/** The booking of an order behind a lot; `waivedSpent` is what was given up because it had been spent. Changed in place. */
export interface WaivedBooking {
  customerId: string;
  orderId: OrderId;
  programVersion: number | null;
  reversed: number;
  waived: number;
  waivedSpent: number;
  compensated: number;
  entries: number;
}

/** So many points of the lots of one order, the payer, were taken for another that was undone. Changed in place. */
export interface PaidReversal {
  orderId: OrderId;
  payerId: OrderId;
  points: number;
}

/** A lot that points go back to. Changed in place. */
export interface HeldLot {
  lot: Lot;
  /** Points of the redemption that came from here. */
  held: number;
  wasExtended: boolean;
  /** The line of a file that filled it, where that file was undone since. */
  undoneLine: FileLine | null;
}

/** A lot of a file that was undone, whose points paid for orders. Changed in place. */
export interface UndoneFileLot extends PayingFileLot {
  line: FileLine;
}

/** What a return books. `extensions`: lots whose day had passed and that got a later one. */
export interface Returned {
  entries: SettledEntry[];
  extensions: { lotKey: string; expiredOn: string; expiresOn: string }[];
  debtPoints: number;
  settledPoints: number;
}

/**
 * Gives the points of a redemption back to the lots that they came from.
 *
 * What had been given up for the order behind such a lot is taken first, and then what had been for the orders whose points paid
 * when that one was undone, so that nobody ends with points for orders that were returned, whichever was first; a debt is paid
 * next. What is left of the points of a file that was undone meanwhile is taken, too, and of those of an order for which such a
 * file's points paid; the rest can be spent. A lot whose last day passed meanwhile lives 30 days longer, once. Allocations of a
 * "redeem_returned" entry name where the points went.
 */
export function returnPoints(
  { redemption, because, held, bookings, paid, files, debtPoints }: { redemption: Redemption; because: ReturnReason; held: HeldLot[]; bookings: WaivedBooking[]; paid: PaidReversal[]; files: UndoneFileLot[]; debtPoints: number },
  { now, timeZone }: { now: Date; timeZone: string },
): Returned {
  const { redemptionId, reward, customerId, points } = redemption;
  const base = { customerId, pendingPoints: 0, settledPoints: 0, waivedPoints: 0, occurredAt: now, orderId: null, programVersion: redemption.programVersion, allocations: [], credit: null };
  const why = { kind: "redemption_returned" as const, redemptionId, rewardId: reward.id, rewardName: reward.name, because };
  const back = held.map((one) => ({ lotKey: one.lot.key, points: one.held }));
  const entries: SettledEntry[] = [{ ...base, kind: "redeem_returned", settledPoints: points, key: returnKey(redemptionId), why, allocations: back }];
  const takenForFiles = new Map<string, SettledEntry>();
  const extensions: Returned["extensions"] = [];
  let debt = debtPoints;
  let settledPoints = points;
  for (const { lot, held: share, wasExtended, undoneLine } of held) {
    lot.redeemed -= share;
    lot.left += share;
    const waivers = lot.orderId === null ? [] : waiversBehind(lot.orderId, share, { bookings, paid, passed: [] });
    for (const { booking, points: taken } of waivers) entries.push(...takeWaived({ ...base, programVersion: booking.programVersion }, { booking, lot, points: taken, redemption }));
    const taken = waivers.reduce((sum, waiver) => sum + waiver.points, 0);
    settledPoints -= taken;
    const repaid = Math.min(share - taken, debt);
    lot.left -= repaid;
    lot.redeemed += repaid;
    debt -= repaid;
    let rest = share - taken - repaid;
    for (const file of filesBehind({ lot, undoneLine, points: rest }, files)) {
      const entry = takenForFiles.get(file.lotKey) ?? { ...base, programVersion: null, kind: "adjust" as const, key: `${undoKey(file.lotKey)}:${redemptionId}`, why: undoneWhy(file.line) };
      takenForFiles.set(file.lotKey, { ...entry, settledPoints: entry.settledPoints - file.points, allocations: [...entry.allocations, { lotKey: lot.key, points: file.points }] });
      lot.left -= file.points;
      lot.redeemed += file.points;
      settledPoints -= file.points;
      rest -= file.points;
    }
    const extended = rest > 0 && !wasExtended ? extendedDay(lot, { now, timeZone }) : undefined;
    if (extended) extensions.push({ lotKey: lot.key, expiredOn: lot.expiresOn!, expiresOn: extended });
    if (extended) lot.expiresOn = extended;
  }
  // Behind what orders take, and behind the debt, as points are written anew from the ledger.
  return { entries: [...entries, ...takenForFiles.values()], extensions, debtPoints: debt, settledPoints };
}

function extendedDay({ expiresOn }: Lot, { now, timeZone }: { now: Date; timeZone: string }): string | undefined {
  const today = localDay(now, timeZone);
  return expiresOn !== null && expiresOn < today ? addDays(today, EXTENSION_DAYS) : undefined;
}

// All points of a lot whose own file was undone; of an order's lot those for which such files' points paid. Taken off in place.
function filesBehind({ lot, undoneLine, points }: { lot: Lot; undoneLine: FileLine | null; points: number }, files: UndoneFileLot[]): { lotKey: string; line: FileLine; points: number }[] {
  if (undoneLine) return points > 0 ? [{ lotKey: lot.key, line: undoneLine, points }] : [];
  let rest = points;
  return files.flatMap((file) => {
    const share = lot.orderId !== null && file.orderIds.includes(lot.orderId) ? Math.min(rest, file.paidPoints) : 0;
    if (share <= 0) return [];
    file.paidPoints -= share;
    rest -= share;
    return [{ lotKey: file.lotKey, line: file.line, points: share }];
  });
}

interface Waiver {
  booking: WaivedBooking;
  points: number;
}

// At most `points` of what was given up for an order, and for those that paid for it as far as they did, and so on. Taken off in place.
function waiversBehind(orderId: OrderId, points: number, { bookings, paid, passed }: { bookings: WaivedBooking[]; paid: PaidReversal[]; passed: OrderId[] }): Waiver[] {
  const booking = bookings.find((one) => one.orderId === orderId);
  const own = booking ? Math.min(points, booking.waivedSpent) : 0;
  const waivers: Waiver[] = booking && own > 0 ? [{ booking, points: own }] : [];
  if (booking) booking.waivedSpent -= own;
  let rest = points - own;
  for (const reversal of paid.filter((one) => one.orderId === orderId && !passed.includes(one.payerId))) {
    const found = waiversBehind(reversal.payerId, Math.min(rest, reversal.points), { bookings, paid, passed: [...passed, orderId] });
    const taken = found.reduce((sum, waiver) => sum + waiver.points, 0);
    reversal.points -= taken;
    rest -= taken;
    waivers.push(...found);
  }
  return waivers;
}

function takeWaived(
  base: Omit<SettledEntry, "kind" | "key" | "why">,
  { booking, lot, points, redemption }: { booking: WaivedBooking; lot: Lot; points: number; redemption: Redemption },
): SettledEntry[] {
  const { redemptionId, reward } = redemption;
  const why = { kind: "waiver_taken" as const, redemptionId, rewardName: reward.name };
  const { orderId, customerId } = booking;
  lot.left -= points;
  booking.waived -= points;
  booking.reversed += points;
  // For another order's lot these points are spent, as where a reversal takes them.
  if (lot.orderId === orderId) booking.compensated -= points;
  else lot.redeemed += points;
  booking.entries += 2;
  return [
    { ...base, orderId, kind: "reverse_waived", waivedPoints: -points, key: orderEntryKey(orderId, customerId, booking.entries - 1), why },
    { ...base, orderId, kind: "reverse", settledPoints: -points, key: orderEntryKey(orderId, customerId, booking.entries), why, allocations: [{ lotKey: lot.key, points }] },
  ];
}
