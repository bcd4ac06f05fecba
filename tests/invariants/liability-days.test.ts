import fc from "fast-check";
import { expect, it } from "vitest";
import { ENTRY_KINDS, type EntryKind } from "#app/domain/points/entry.ts";
import type { SettledEntry } from "#app/domain/points/points-member.ts";
import { mergeCustomers } from "#app/facts/merge-customers.server.ts";
import { appendEntries } from "#app/ledger/append.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { moveMember } from "#app/store/write-points.server.ts";
import { checkLiability } from "#tests/factories/check-liability.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const LEDGERS = Number(process.env["LEDGERS"] ?? 60);
const HOUR_MS = 3_600_000;
// Around the days on which clocks change there and elsewhere, most entries within minutes of a midnight.
const START_MS = Date.UTC(2026, 2, 26);
const ZONES = ["Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Santiago", "UTC"];

const anyInstant = fc.tuple(fc.nat(12 * 24), fc.constantFrom(-1, 0, 1, 30 * 60_000, -30 * 60_000)).map(([hours, offMs]) => START_MS + hours * HOUR_MS + offMs);

const anyMovement = fc.record({
  customerId: fc.integer({ min: 1, max: 4 }),
  kind: fc.constantFrom(...ENTRY_KINDS.filter((kind) => !kind.startsWith("merge"))),
  points: fc.integer({ min: 1, max: 500 }),
  atMs: anyInstant,
});

const anyLedger = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  movements: fc.array(anyMovement, { minLength: 1, maxLength: 60, size: "max" }),
  laterMovements: fc.array(anyMovement, { maxLength: 20, size: "max" }),
  claims: fc.array(fc.record({ customerId: fc.integer({ min: 1, max: 4 }), atMs: anyInstant }), { maxLength: 3 }),
  laterClaims: fc.array(fc.record({ customerId: fc.integer({ min: 1, max: 4 }), atMs: anyInstant }), { maxLength: 3 }),
  mergedAtMs: fc.option(anyInstant),
  otherZone: fc.constantFrom(...ZONES),
});

type Ledger = typeof anyLedger extends fc.Arbitrary<infer T> ? T : never;

const EFFECT: Record<EntryKind, [pending: number, settled: number]> = {
  earn_pending: [1, 0], earn_released: [-1, 1], earn_cancelled: [-1, 0], redeem: [0, -1], redeem_returned: [0, 1], reverse: [0, -1], reverse_waived: [0, 0],
  expire: [0, -1], adjust: [0, 1], import: [0, 1], merge_in: [0, 1], merge_out: [0, -1],
};

let keys = 0;

function entryOf({ customerId, kind, points, atMs }: { customerId: number; kind: EntryKind; points: number; atMs: number }): SettledEntry {
  const [pending, settled] = EFFECT[kind];
  return {
    customerId: String(customerId), kind, pendingPoints: pending * points, settledPoints: settled * points, waivedPoints: kind === "reverse_waived" ? points : 0, occurredAt: new Date(atMs),
    orderId: null, programVersion: null, key: `test:${(keys += 1)}`, why: { kind: "adjusted", reason: "test", by: "test" }, allocations: [], credit: null,
  };
}

type Claim = Ledger["claims"][number];

async function claim(shopId: number, claims: Claim[]): Promise<void> {
  for (const { customerId, atMs } of claims) {
    await pool.query(
      "INSERT INTO member_points AS m (shop_id, customer_id, claimed_at) VALUES ($1, $2, $3) ON CONFLICT (shop_id, customer_id) DO UPDATE SET claimed_at = least(m.claimed_at, excluded.claimed_at)",
      [shopId, customerId, new Date(atMs)],
    );
  }
}

const append = (shopId: number, entries: SettledEntry[]) => holdingShopFacts(shopId, (tx) => appendEntries(tx, shopId, { entries, now: new Date() }));

/** Customer 1 becomes customer 2, and what 2 had become before; the earlier claim stays. */
async function merge(shopId: number, atMs: number): Promise<void> {
  await holdingShopFacts(shopId, async (tx) => {
    await mergeCustomers(tx, shopId, { keptId: "2", removedId: "1", at: new Date(atMs), now: new Date(atMs) });
    await appendEntries(tx, shopId, {
      entries: [entryOf({ customerId: 1, kind: "merge_out", points: 77, atMs }), entryOf({ customerId: 2, kind: "merge_in", points: 77, atMs })],
      now: new Date(),
    });
    await moveMember(tx, shopId, { fromId: "1", toId: "2" });
  });
}

it(`adds up on every day of the shop's calendar, whatever moved and when, and whatever is heard of late (SEED=${seed})`, async () => {
  let days = 0;
  await fc.assert(
    fc.asyncProperty(anyLedger, async ({ timeZone, movements, laterMovements, claims, laterClaims, mergedAtMs, otherZone }) => {
      const shopId = await storeShop(pool, { domain: `ledger-${(keys += 1)}.myshopify.com`, timeZone });
      await storeCustomers(pool, shopId, [1, 2, 3, 4].map((id) => ({ id, ...(id === 4 && { mergedIntoId: 1, mergedAt: new Date(START_MS).toISOString() }) })));
      await claim(shopId, claims);
      await append(shopId, movements.map(entryOf));
      days += await checkLiability({ id: shopId, timeZone });
      // All of this lies before what is stored as often as after it.
      await claim(shopId, laterClaims);
      if (mergedAtMs !== null) await merge(shopId, mergedAtMs);
      await append(shopId, laterMovements.map(entryOf));
      days += await checkLiability({ id: shopId, timeZone });
      await pool.query("UPDATE shops SET time_zone = $2 WHERE id = $1", [shopId, otherZone]);
      days += await checkLiability({ id: shopId, timeZone: otherZone });
    }),
    { seed, numRuns: LEDGERS, endOnFailure: true },
  );
  expect(days).toBeGreaterThan(LEDGERS * 3);
});
