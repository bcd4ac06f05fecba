import type { HoldsShopFacts, Tx } from "#app/platform/db.server.ts";

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
