import { adjustmentKey } from "#app/domain/points/entry.ts";
import type { SettledEntry } from "#app/domain/points/points-member.ts";
import { appendEntries } from "#app/ledger/append.server.ts";
import { closeDatabase, pool } from "#app/platform/db.server.ts";
import { findLedgerPage } from "#app/queries/ledger-page.server.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { installBenchShop } from "../installed-shop.ts";
import { answerQuestions } from "../part.ts";

const shop = await installBenchShop();
const FIRST_MS = Date.UTC(2025, 0, 1);
const SECOND_MS = 1_000;
let customers = 0;

/** A customer with so many entries among a shop's others; answers the customer's id. */
async function seed(count: number): Promise<string> {
  const customerId = String((customers += 1));
  await pool.query(
    "INSERT INTO customers (shop_id, customer_id, account_state, created_at, updated_at, first_seen_at) VALUES ($1, $2, 'enabled', now(), now(), now())",
    [shop.id, customerId],
  );
  const entries = Array.from({ length: count }, (_, at): SettledEntry => ({
    customerId, kind: "adjust", pendingPoints: 0, settledPoints: 1, waivedPoints: 0, occurredAt: new Date(FIRST_MS + at * SECOND_MS), orderId: null, programVersion: null,
    key: adjustmentKey(`${customerId}-${at}`), why: { kind: "adjusted", reason: "a gift", by: "bench" }, allocations: [], credit: null,
  }));
  await holdingShopFacts(shop.id, (tx) => appendEntries(tx, shop.id, { entries, now: new Date() }));
  await pool.query("ANALYZE");
  return customerId;
}

/** Microseconds for the first page, as the API and the page of the customer read it. */
async function read({ customerId, reads }: { customerId: string; reads: number }): Promise<number> {
  const startedMs = performance.now();
  for (let done = 0; done < reads; done += 1) {
    const page = await findLedgerPage(shop.id, customerId, { now: new Date() });
    if (!page || page.items.length === 0) throw new Error("the statement is empty");
  }
  return ((performance.now() - startedMs) * 1_000) / reads;
}

answerQuestions({ seed, read }, closeDatabase);
