import { expect } from "vitest";
import type { LiabilityAnswer } from "#app/contract/points.ts";
import { advanceLiability } from "#app/jobs/advance-liability.server.ts";
import { addDays, localDay } from "#app/domain/time.ts";
import { pool } from "#app/platform/db.server.ts";
import { getLiability } from "#app/queries/liability.server.ts";

type Row = { customer_id: string; kind: string; pending: number; settled: number; at: Date; claimed_at: Date | null };

/**
 * What must hold of the liability on every day of a shop's life: the equation, each closing the next day's opening, and
 * the same figures as a count by hand, entry by entry and member by member. Answers how many days were compared.
 */
export async function checkLiability({ id, timeZone }: { id: number; timeZone: string }): Promise<number> {
  const entries = await readEntries(id);
  if (entries.length === 0) return 0;
  const days = entries.map(({ at }) => localDay(at, timeZone)).toSorted();
  const [from, to] = [addDays(days[0]!, -1), addDays(days.at(-1)!, 2)];
  const { items } = await getLiability(id, { from, to });
  expect([items[0]?.day, items[0]?.opening, items.at(-1)?.day]).toEqual([from, 0, to]);
  items.forEach((one, at) => {
    expect(one.opening + one.earned + one.adjusted + one.imported - (one.redeemed - one.returned) - one.expired - one.reversed, `the equation on ${one.day}`).toBe(one.closing);
    if (at > 0) expect(one.opening, `the opening of ${one.day}`).toBe(items[at - 1]?.closing);
    const { closing, pending, unclaimed } = one;
    expect({ day: one.day, closing, pending, unclaimed }).toEqual({ day: one.day, ...countByHand(entries, one.day, timeZone) });
  });
  await expectSameFromAnywhere(id, items);
  for (const pieces of [1, 2]) {
    await advanceOnce(id, Math.ceil(entries.length / 3));
    expect((await getLiability(id, { from, to })).items, `what is stored after ${pieces} pieces and what came since`).toEqual(items);
  }
  return items.length;
}

/** Brings the stored days forward by so many entries; the rest is left to whoever looks. */
const advanceOnce = (shopId: number, limit: number) => advanceLiability(shopId, { limit, isOver: () => true });

function countByHand(entries: Row[], day: string, timeZone: string): { closing: number; pending: number; unclaimed: number } {
  const until = entries.filter(({ at }) => localDay(at, timeZone) <= day);
  const sum = (rows: Row[], of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  const waiting = until.filter(({ claimed_at: claimedAt }) => !claimedAt || localDay(claimedAt, timeZone) > day);
  const held = [...Map.groupBy(waiting, (row) => row.customer_id).values()].map((rows) => Math.max(0, sum(rows, (row) => row.settled)));
  return { closing: sum(until, (row) => row.pending + row.settled), pending: sum(until, (row) => row.pending), unclaimed: held.reduce((total, points) => total + points, 0) };
}

/** A day's figures do not depend on where the answer begins. */
async function expectSameFromAnywhere(shopId: number, items: LiabilityAnswer["items"]): Promise<void> {
  const middle = items.slice(Math.floor(items.length / 2));
  expect((await getLiability(shopId, { from: middle[0]!.day, to: middle.at(-1)!.day })).items).toEqual(middle);
}

async function readEntries(shopId: number): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `SELECT e.customer_id, e.kind, e.pending_points::float8 AS pending, e.settled_points::float8 AS settled, e.occurred_at AS at, m.claimed_at
     FROM ledger_entries e LEFT JOIN customers c ON c.shop_id = $1 AND c.customer_id = e.customer_id
     LEFT JOIN member_points m ON m.shop_id = $1 AND m.customer_id = coalesce(c.merged_into_id, e.customer_id)
     WHERE e.shop_id = $1`,
    [shopId],
  );
  return rows;
}
