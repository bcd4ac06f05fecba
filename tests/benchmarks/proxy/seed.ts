import { orderEntryKey } from "#app/domain/points/entry.ts";
import type { SettledEntry } from "#app/domain/points/points-member.ts";
import { appendEntries } from "#app/ledger/append.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { closeDatabase, pool } from "#app/platform/db.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { readProgram } from "#scripts/demo/read-program.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { installBenchShop } from "../installed-shop.ts";
import { seedMembers } from "../members/seed-members.ts";
import { answerQuestions } from "../part.ts";

const DAY_MS = 86_400_000;
const FIRST_MS = Date.UTC(2025, 0, 1);
// Orders of 20.00 to 199.99, so that hardly two of a page read alike.
const [LEAST_MINOR, AMOUNTS] = [2_000, 18_000];

const shop = await installBenchShop();

/** Members who have signed in, each with a code bought with points, and so many orders that earned points and released them: two entries an order. */
async function seed({ customers, ordersEach }: { customers: number; ordersEach: number }): Promise<void> {
  const saved = await saveDraft(shop.id, readProgram("demo"), { by: "bench", now: new Date() });
  if (saved.outcome !== "saved") throw new Error(JSON.stringify(saved.fields));
  await publishProgram(shop.id, { startsAt: new Date(FIRST_MS - DAY_MS), by: "bench", now: new Date() });
  // As a minute after publishing: until everybody was marked for it, a shopper who asks is settled first.
  await settleDue(shop.id, new Date());
  await seedMembers(shop.id, { customers, orders: customers * ordersEach });
  for (let round = 0; round < ordersEach; round += 1) {
    const entries = Array.from({ length: customers }, (_, at) => entriesOf(1 + at, customers, round)).flat();
    await holdingShopFacts(shop.id, (tx) => appendEntries(tx, shop.id, { entries, now: new Date() }));
  }
  await pool.query("INSERT INTO member_accounts (shop_id, customer_id, source, enabled_at, seen_at) SELECT shop_id, customer_id, 'sign_in', now(), now() FROM customers");
  await pool.query(
    `INSERT INTO member_points (shop_id, customer_id, settled_points, claimed_at) SELECT shop_id, customer_id, sum(settled_points), now() FROM ledger_entries GROUP BY shop_id, customer_id`,
  );
  await pool.query(
    `INSERT INTO redemptions (shop_id, redemption_id, customer_id, idempotency_key, reward, grant_made, program_version, points, code, state, reserved_at, ends_at)
     SELECT shop_id, 'bench-' || customer_id, customer_id, 'bench-' || customer_id, $1, '{"kind": "amount_off", "amountMinor": 500}', 1, 100, 'BENCH-' || customer_id, 'issued', now(), now() + interval '30 days'
     FROM customers`,
    [JSON.stringify({ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 })],
  );
  await pool.query("VACUUM ANALYZE");
}

/** What the order of a round booked for a customer: a point for each 1.00 by its rank, pending and then released. */
function entriesOf(customer: number, customers: number, round: number): SettledEntry[] {
  const [customerId, orderId] = [String(customer), String(customer === 1 ? customers * (round + 1) : customers * round + customer - 1)];
  const at = FIRST_MS + round * 30 * DAY_MS;
  const entry = (n: number, dayOn: number, more: Pick<SettledEntry, "kind" | "pendingPoints" | "settledPoints" | "why">): SettledEntry => ({
    customerId, orderId, waivedPoints: 0, occurredAt: new Date(at + dayOn * DAY_MS), programVersion: 1, key: orderEntryKey(orderId, customerId, n), allocations: [], credit: null, ...more,
  });
  const parts = [{ ruleId: "spend", kind: "amount" as const, points: 1, perMinor: 100 }];
  const rank = round + 1;
  const multiplier = Math.min(rank, 3);
  const openEligibleMinor = LEAST_MINOR + ((Number(orderId) * 7_919) % AMOUNTS);
  const points = Math.floor(openEligibleMinor / 100) * multiplier;
  const earned = { kind: "earned" as const, rank, multiplier, openEligibleMinor, refundedMinor: 0, currency: "GBP", parts, points, before: 0 };
  return [
    entry(1, 0, { kind: "earn_pending", pendingPoints: earned.points, settledPoints: 0, why: earned }),
    entry(2, 15, { kind: "earn_released", pendingPoints: -earned.points, settledPoints: earned.points, why: { kind: "released", releaseOn: new Date(at + 15 * DAY_MS).toISOString().slice(0, 10) } }),
  ];
}

answerQuestions({ seed }, closeDatabase);
