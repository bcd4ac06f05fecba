import pg from "pg";
import { inRepeatableTransaction, type HoldsShopFacts, type LockedTx, type Tx } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { NotNow } from "#app/platform/not-now.server.ts";
import { WaitingLine } from "#app/platform/waiting-line.server.ts";

// The class of our advisory locks, so that they never meet another library's.
const SHOP_FACTS = 7_483;

/**
 * Holds this shop's facts until the transaction ends. Deliveries, bulk loads, reads and reconciliation write facts one
 * after another, so versions of an order merge without races and without deadlocks; other shops are not touched. Answers
 * the same transaction as one that may write them.
 *
 * For jobs, of which few run at once: it waits with a connection in hand. Who is asked by a person or a program takes
 * holdShopFacts.
 */
export async function lockShopFacts<T extends Tx>(tx: T, shopId: number): Promise<T & HoldsShopFacts> {
  await tx.query("SELECT pg_advisory_xact_lock($1, $2)", [SHOP_FACTS, shopId]);
  return holding(tx);
}

/** How long a page that somebody looks at waits for a shop's facts, which an import may hold for minutes; what is known by then is shown. */
const PAGE_PATIENCE_MS = 1_000;
/** The same for a click, and for what a program asks: nothing can be answered without them, and most who hold them are done by then. */
export const CLICK_PATIENCE_MS = 5_000;
/** The same for a merchant who saves a form: to fill it in again costs more than to wait. */
export const FORM_PATIENCE_MS = 10_000;

const lines = new Map<number, WaitingLine>();
// Of all shops together. The rest of the pool is for those who need nothing that is held.
const waitingOnConnection = new WaitingLine(Math.max(1, Math.floor(env.databasePoolMax / 4)));

/**
 * Does work in a transaction that holds the shop's facts; nothing of it is there when it throws. Two transactions that meet
 * head-on are begun again (inRepeatableTransaction).
 *
 * Fails with `NotNow`, with nothing done, when the facts are not there within `patienceMs`. Callers of one shop stand in a
 * line of this process and only the first of them has a connection, so those who wait, however many, leave the others to
 * everybody else. In the database that one stands among the jobs that wait for the shop, in the order of their coming.
 */
export async function holdShopFacts<T>(shopId: number, patienceMs: number, work: (tx: LockedTx) => Promise<T>): Promise<T> {
  const untilMs = performance.now() + patienceMs;
  const line = lines.get(shopId) ?? new WaitingLine(1);
  lines.set(shopId, line);
  const leave = await line.enter(untilMs);
  if (!leave) throw new NotNow(HELD);
  try {
    return await hold(shopId, untilMs, work);
  } finally {
    leave();
    if (line.isIdle) lines.delete(shopId);
  }
}

const HELD = "the shop's facts were held by others for too long";

// A shop that nobody holds needs no leave to wait, so a few shops that are held for minutes never stand in its way.
async function hold<T>(shopId: number, untilMs: number, work: (tx: LockedTx) => Promise<T>): Promise<T> {
  const done = await inRepeatableTransaction(async (tx) => ((await isLockedNow(tx, shopId)) ? { answer: await work(holding(tx)) } : undefined));
  if (done) return done.answer;
  const leave = await waitingOnConnection.enter(untilMs);
  if (!leave) throw new NotNow(HELD);
  try {
    return await inRepeatableTransaction(async (tx) => {
      const locked = await lockUntil(tx, shopId, untilMs);
      leave();
      return work(locked);
    });
  } finally {
    leave();
  }
}

async function isLockedNow(tx: Tx, shopId: number): Promise<boolean> {
  const { rows } = await tx.query<{ locked: boolean }>("SELECT pg_try_advisory_xact_lock($1, $2) AS locked", [SHOP_FACTS, shopId]);
  return rows[0]?.locked === true;
}

async function lockUntil<T extends Tx>(tx: T, shopId: number, untilMs: number): Promise<T & HoldsShopFacts> {
  // 0 would mean without end.
  await tx.query(`SET LOCAL lock_timeout = ${Math.max(1, Math.trunc(untilMs - performance.now()))}`);
  const locked = await lockShopFacts(tx, shopId).catch((error: unknown) => {
    throw error instanceof pg.DatabaseError && error.code === "55P03" ? new NotNow(HELD, { cause: error }) : error;
  });
  await tx.query("SET LOCAL lock_timeout = DEFAULT");
  return locked;
}

/** Does work for a page in a transaction that holds the shop's facts, or leaves it for later: "busy" when others hold them for longer than a page waits. */
export async function holdShopFactsForPage<T>(shopId: number, work: (tx: LockedTx) => Promise<T>): Promise<T | "busy"> {
  try {
    return await holdShopFacts(shopId, PAGE_PATIENCE_MS, work);
  } catch (error) {
    if (error instanceof NotNow) return "busy";
    throw error;
  }
}

/**
 * As lockShopFacts, for one of several who settle members side by side: nobody writes facts meanwhile, and each settles members that
 * no other does. Only while a shop has no program: points are settled by one alone.
 */
export async function shareShopFacts<T extends Tx>(tx: T, shopId: number): Promise<T & HoldsShopFacts> {
  await tx.query("SELECT pg_advisory_xact_lock_shared($1, $2)", [SHOP_FACTS, shopId]);
  return holding(tx);
}

/** A brand that only the compiler sees: nothing is made or wrapped. */
const holding = <T extends Tx>(tx: T): T & HoldsShopFacts => tx as T & HoldsShopFacts;
