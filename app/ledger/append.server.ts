import type { OrderlessEntry, SettledEntry } from "#app/domain/points/points-member.ts";
import { copyText, copyWhileMaking } from "#app/platform/copy-lines.server.ts";
import type { LockedConnection, LockedTx } from "#app/platform/db.server.ts";
import { rowsRelation } from "#app/platform/rows-relation.ts";

const ENTRIES = rowsRelation("e", {
  customerId: "bigint", key: "text", kind: "text", pendingPoints: "bigint", settledPoints: "bigint", waivedPoints: "bigint", occurredAt: "timestamptz", orderId: "bigint",
  programVersion: "integer", why: "json",
});
const ALLOCATIONS = rowsRelation("a", { entryKey: "text", lotKey: "text", points: "bigint" });

/**
 * The only writer of the ledger. Appends entries, with the lots that they fill and take from, in the caller's transaction.
 *
 * The business key of an entry is taken once: writing one a second time fails, because settling under the member's lock
 * never asks for it. Rows are immutable from then on; each says what its order is called.
 */
export async function appendEntries(tx: LockedTx, shopId: number, { entries, now }: { entries: SettledEntry[]; now: Date }): Promise<void> {
  if (entries.length === 0) return;
  await tx.query(
    `INSERT INTO ledger_entries (shop_id, customer_id, key, kind, pending_points, settled_points, waived_points, occurred_at, recorded_at, order_id, order_name, program_version, why)
     SELECT $1, e."customerId", e.key, e.kind, e."pendingPoints", e."settledPoints", e."waivedPoints", e."occurredAt", $2, e."orderId",
       (SELECT o.name FROM orders o WHERE o.shop_id = $1 AND o.order_id = e."orderId"), e."programVersion", e.why
     FROM ${ENTRIES.from(3)}`,
    [shopId, now, ...ENTRIES.values(entries)],
  );
  await appendAllocations(tx, shopId, entries);
}

const COPY_ENTRIES =
  "COPY ledger_entries (shop_id, customer_id, key, kind, pending_points, settled_points, waived_points, occurred_at, recorded_at, program_version, why) FROM STDIN";

/**
 * The same by COPY, for thousands of entries of no order: they may be decided one by one while the database takes in those before.
 * Answers all of them.
 */
export async function appendManyEntries(client: LockedConnection, shopId: number, { entries, now }: { entries: Iterable<OrderlessEntry>; now: Date }): Promise<OrderlessEntry[]> {
  const appended: OrderlessEntry[] = [];
  await copyWhileMaking(client, COPY_ENTRIES, entryLines(shopId, { entries, appended, now }));
  await appendAllocations(client, shopId, appended);
  return appended;
}

function* entryLines(shopId: number, { entries, appended, now }: { entries: Iterable<OrderlessEntry>; appended: OrderlessEntry[]; now: Date }): Generator<string> {
  const recordedAt = now.toISOString();
  for (const entry of entries) {
    appended.push(entry);
    const occurredAt = entry.occurredAt === now ? recordedAt : entry.occurredAt.toISOString();
    yield `${shopId}\t${entry.customerId}\t${copyText(entry.key)}\t${entry.kind}\t${entry.pendingPoints}\t${entry.settledPoints}\t${entry.waivedPoints}\t${occurredAt}\t${recordedAt}\t` +
      `${entry.programVersion ?? "\\N"}\t${copyText(JSON.stringify(entry.why))}\n`;
  }
}

async function appendAllocations(tx: LockedTx, shopId: number, entries: SettledEntry[]): Promise<void> {
  const allocations = entries.flatMap((entry) => entry.allocations.map((one) => ({ entryKey: entry.key, ...one })));
  if (allocations.length === 0) return;
  await tx.query(
    `INSERT INTO lot_allocations (shop_id, entry_key, lot_key, points)
     SELECT $1, a."entryKey", a."lotKey", a.points FROM ${ALLOCATIONS.from(2)}`,
    [shopId, ...ALLOCATIONS.values(allocations)],
  );
}
