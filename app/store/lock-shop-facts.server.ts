import pg from "pg";
import { inTransaction, type HoldsShopFacts, type LockedTx, type Tx } from "#app/platform/db.server.ts";

// The class of our advisory locks, so that they never meet another library's.
const SHOP_FACTS = 7_483;

/**
 * Holds this shop's facts until the transaction ends. Deliveries, bulk loads, reads and reconciliation write facts one
 * after another, so versions of an order merge without races and without deadlocks; other shops are not touched. Answers
 * the same transaction as one that may write them.
 */
export async function lockShopFacts<T extends Tx>(tx: T, shopId: number): Promise<T & HoldsShopFacts> {
  await tx.query("SELECT pg_advisory_xact_lock($1, $2)", [SHOP_FACTS, shopId]);
  return holding(tx);
}

/** How long a page that somebody looks at waits for a shop's facts, which an import may hold for minutes; what is known by then is shown. */
export const PAGE_PATIENCE_MS = 1_000;
/** The same for a click: nothing can be answered without them, and most who hold them are done by then. */
export const CLICK_PATIENCE_MS = 5_000;

/** The same, but fails with a `DatabaseError` ("55P03") when the facts are not there within this time. */
export async function lockShopFactsWithin<T extends Tx>(tx: T, shopId: number, patienceMs: number): Promise<T & HoldsShopFacts> {
  await tx.query(`SET LOCAL lock_timeout = ${Math.trunc(patienceMs)}`);
  const locked = await lockShopFacts(tx, shopId);
  await tx.query("SET LOCAL lock_timeout = DEFAULT");
  return locked;
}

/** Does work for a page in a transaction that holds the shop's facts, or leaves it for later: "busy" when others hold them for longer than a page waits. */
export async function holdShopFactsForPage<T>(shopId: number, work: (tx: LockedTx) => Promise<T>): Promise<T | "busy"> {
  try {
    return await inTransaction(async (client) => work(await lockShopFactsWithin(client, shopId, PAGE_PATIENCE_MS)));
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === "55P03") return "busy";
    throw error;
  }
}

/**
 * The same for one of several who settle members side by side: nobody writes facts meanwhile, and each settles members that
 * no other does. Only while a shop has no program: points are settled by one alone.
 */
export async function shareShopFacts<T extends Tx>(tx: T, shopId: number): Promise<T & HoldsShopFacts> {
  await tx.query("SELECT pg_advisory_xact_lock_shared($1, $2)", [SHOP_FACTS, shopId]);
  return holding(tx);
}

/** A brand that only the compiler sees: nothing is made or wrapped. */
const holding = <T extends Tx>(tx: T): T & HoldsShopFacts => tx as T & HoldsShopFacts;
