import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { inRepeatableTransaction, pool, type HoldsShopFacts, type LockedTx, type Tx } from "#app/platform/db.server.ts";
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

/** So often whoever stands in line for a connection looks whether the shop is free meanwhile. */
const LOOK_MS = 250;
/** So long one keeps one's place in the database for sure; after that only as long as nobody stands in line for a connection. */
const PIECE_MS = 2_000;

/**
 * A shop that nobody holds needs no leave to wait. Where it is held, one stands in line for one of the few connections that
 * wait, and looks from time to time whether the shop is free. Whoever has the connection stays in the database's line as long as
 * nobody else wants it: begun anew, one would stand behind every job that came meanwhile. Where others do, one leaves after a piece: so
 * a few shops that are held for minutes never stand in the way of another that is free in between.
 */
async function hold<T>(shopId: number, untilMs: number, work: Work<T>): Promise<T> {
  let turn: Promise<(() => void) | undefined> | undefined;
  // Whoever is served before its turn comes gives it on.
  const giveOn = () => {
    void turn?.then((leave) => leave?.());
    turn = undefined;
  };
  try {
    for (;;) {
      const now = await holdNow(shopId, work, giveOn);
      if (now) return now.answer;
      turn ??= waitingOnConnection.enter(untilMs);
      const leave = await Promise.race([turn, pause(LOOK_MS, "stands in line" as const)]);
      if (leave === "stands in line") continue;
      if (!leave) throw new NotNow(HELD);
      const soon = await holdSoon(shopId, untilMs, { work, leave });
      if (soon) return soon.answer;
      turn = undefined;
      if (performance.now() >= untilMs) throw new NotNow(HELD);
    }
  } finally {
    giveOn();
  }
}

type Work<T> = (tx: LockedTx) => Promise<T>;

/** Undefined where the shop is held. */
const holdNow = <T>(shopId: number, work: Work<T>, onHeld: () => void): Promise<{ answer: T } | undefined> =>
  inRepeatableTransaction(async (tx) => {
    if (!(await isLockedNow(tx, shopId))) return undefined;
    onHeld();
    return { answer: await work(holding(tx)) };
  });

async function isLockedNow(tx: Tx, shopId: number): Promise<boolean> {
  const { rows } = await tx.query<{ locked: boolean }>("SELECT pg_try_advisory_xact_lock($1, $2) AS locked", [SHOP_FACTS, shopId]);
  return rows[0]?.locked === true;
}

class StillHeld extends Error {}

/** Waits in the database, and gives the place there back as soon as it does no more. Undefined where the shop was held until then, or others wanted the place. */
async function holdSoon<T>(shopId: number, untilMs: number, { work, leave }: { work: Work<T>; leave: () => void }): Promise<{ answer: T } | undefined> {
  try {
    return await inRepeatableTransaction(async (tx) => {
      const locked = await lockUntil(tx, shopId, untilMs);
      leave();
      return { answer: await work(locked) };
    });
  } catch (error) {
    if (error instanceof StillHeld) return undefined;
    throw error;
  } finally {
    leave();
  }
}

// Lock not available in time, and cancelled.
const IS_OVER = new Set<string | undefined>(["55P03", "57014"]);

async function lockUntil<T extends Tx>(tx: T, shopId: number, untilMs: number): Promise<T & HoldsShopFacts> {
  // 0 would mean without end.
  const waitMs = Math.max(1, Math.trunc(untilMs - performance.now()));
  const { rows } = await tx.query<{ pid: number }>("SELECT pg_backend_pid() AS pid, set_config('lock_timeout', $1, true)", [String(waitMs)]);
  const keep = endWhenWanted(rows[0]!.pid);
  const locked = await lockShopFacts(tx, shopId)
    .catch((error: unknown) => {
      throw error instanceof pg.DatabaseError && IS_OVER.has(error.code) ? new StillHeld(HELD, { cause: error }) : error;
    })
    .finally(keep);
  await tx.query("SET LOCAL lock_timeout = DEFAULT");
  return locked;
}

/**
 * Cancels the statement of a connection, after a piece, when others stand in line for one. What it answers is to be called, and
 * waited for, before the next statement: it ends the looking, and a cancellation that meets no statement is forgotten by PostgreSQL.
 */
function endWhenWanted(pid: number): () => Promise<void> {
  const keptUntilMs = performance.now() + PIECE_MS;
  let isOver = false;
  let sent: Promise<unknown> | undefined;
  const cancel = async () => {
    const other = await pool.connect();
    if (!isOver) sent = other.query("SELECT pg_cancel_backend($1)", [pid]);
    await sent?.catch(() => undefined);
    other.release();
  };
  const looks = setInterval(() => {
    if (performance.now() < keptUntilMs || !waitingOnConnection.isWanted) return;
    clearInterval(looks);
    // Where no connection comes free, who stands in line could not use this one's place either.
    cancel().catch(() => undefined);
  }, LOOK_MS);
  return async () => {
    isOver = true;
    clearInterval(looks);
    await sent?.catch(() => undefined);
  };
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
