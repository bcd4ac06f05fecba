import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "#app/generated/prisma/client.ts";
import { env } from "./env.server.ts";
import { logger } from "./logger.server.ts";
import { orNotNow } from "./not-now.server.ts";

const DATE_OID = 1082;

const SETTINGS: pg.PoolConfig = {
  connectionString: env.databaseUrl,
  max: env.databasePoolMax,
  connectionTimeoutMillis: 5_000,
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 60_000,
  application_name: "thrice",
  options: "-c timezone=UTC",
  types: {
    getTypeParser: ((oid: number, format?: "text" | "binary") =>
      oid === DATE_OID ? (text: string) => text : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
  },
};

/**
 * The pool of the process: SQL of ours, Prisma, COPY streams and graphile-worker all draw from it.
 *
 * Values come back as pg gives them: `bigint` and `numeric` as decimal strings, `timestamptz` as `Date`.
 * Only `date` differs: it stays "YYYY-MM-DD", because a calendar day of a shop is no instant.
 * Waiting for a connection fails after 5 s, a statement after 30 s; `inTransaction` can set another limit.
 */
export const pool = new pg.Pool(SETTINGS);

/** Connections that take a statement before they have answered the one before (sendTogether). COPY cannot run on them. */
const pipelinedPool = new pg.Pool({ ...SETTINGS, pipeline: true });

const onConnectionError = (error: Error) => logger.warn({ err: error }, "a database connection broke; the pool opens another");
for (const one of [pool, pipelinedPool]) {
  one.on("error", onConnectionError);
  // A client in use does not reach the pool's own handler: without this one a database restart ends the process.
  one.on("connect", (client) => client.on("error", onConnectionError));
}

/** Prisma over the same pool, for the quiet paths; busy paths use SQL, which does three to nine times as much. */
export const prisma = new PrismaClient({
  adapter: new PrismaPg(pool, { disposeExternalPool: false }),
  transactionOptions: { maxWait: 5_000, timeout: 30_000 },
});

/** Where a statement runs: a connection inside a transaction, or the pool for a single statement. */
export type Tx = Pick<pg.PoolClient, "query">;

/** The whole connection of a transaction, for what a plain query cannot do (COPY). */
export type Connection = pg.PoolClient;

declare const shopFacts: unique symbol;

/**
 * What makes a transaction one that holds its shop's facts. Only lockShopFacts and shareShopFacts give it, so that whoever
 * writes what must not be written side by side can ask for it, and is not compiled without.
 */
export interface HoldsShopFacts {
  readonly [shopFacts]: true;
}

export type LockedTx = Tx & HoldsShopFacts;

export type LockedConnection = Connection & HoldsShopFacts;

/**
 * Runs `work` in one transaction and gives its answer after the commit; anything thrown rolls everything back.
 *
 * `statementTimeoutMs` replaces the pool's limit of 30 s for this transaction; 0 means no limit.
 * No HTTP inside: other processes wait behind the rows that are locked here. Throws `NotNow` when no connection of the pool
 * comes free within its 5 s: nothing was begun.
 */
export const inTransaction = <T>(work: (tx: pg.PoolClient) => Promise<T>, limits: { statementTimeoutMs?: number } = {}): Promise<T> => transact(pool, work, limits);

/** The same on a pipelined connection, for many statements that seldom wait for each other (sendTogether). */
export const inPipelinedTransaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => transact(pipelinedPool, work, {});

async function transact<T>(from: pg.Pool, work: (tx: pg.PoolClient) => Promise<T>, { statementTimeoutMs }: { statementTimeoutMs?: number }): Promise<T> {
  const client = await orNotNow(from.connect());
  let broken: Error | undefined;
  try {
    await client.query("begin");
    if (statementTimeoutMs !== undefined) await client.query(`set local statement_timeout = ${Math.trunc(statementTimeoutMs)}`);
    const answer = await work(client);
    await client.query("commit");
    return answer;
  } catch (error) {
    await client.query("rollback").catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

const DEADLOCKS_MAX = 3;

/**
 * The same for work that may be done again from its start: when it meets another transaction head-on (a deadlock, which
 * PostgreSQL ends by refusing one of the two), it is tried again, at most three times.
 */
export async function inRepeatableTransaction<T>(work: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  for (let deadlocks = 0; ; deadlocks += 1) {
    try {
      return await inTransaction(work);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.code !== "40P01" || deadlocks >= DEADLOCKS_MAX) throw error;
    }
  }
}

/** Lets go of the database, once, at the end of the process. */
export async function closeDatabase(): Promise<void> {
  await prisma.$disconnect();
  await Promise.all([pool, pipelinedPool].filter((one) => !one.ended).map((one) => one.end()));
}
