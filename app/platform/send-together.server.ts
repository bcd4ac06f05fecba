import pg from "pg";
import type { Tx } from "./db.server.ts";

const IN_FAILED_TRANSACTION = "25P02";

type Answers<Asked extends readonly (() => unknown)[]> = { -readonly [At in keyof Asked]: Awaited<ReturnType<Asked[At]>> };

/**
 * Begins several pieces of work of one transaction that need nothing of each other's answers, and gives those in their order.
 *
 * On a pipelined connection the first statement of each is sent, in this order, without waiting for the one before: the
 * database works while this process writes the next and reads the last. Only first statements keep that order, so what
 * depends on more than the first of another belongs behind it. On other connections one piece follows the other.
 *
 * A failure is thrown when all have ended, because nothing may run after the rollback: the one that failed by itself, not
 * those that PostgreSQL refused in its wake.
 */
export async function sendTogether<const Asked extends readonly (() => unknown)[]>(tx: Tx, asked: Asked): Promise<Answers<Asked>> {
  const answers: unknown[] = [];
  if (!isPipelined(tx)) {
    for (const ask of asked) answers.push(await ask());
    return answers as Answers<Asked>;
  }
  const ended = await Promise.allSettled(asked.map(async (ask) => ask()));
  const failures = ended.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : []));
  if (failures.length > 0) throw failures.find((failure) => !isInWake(failure)) ?? failures[0];
  return ended.map((one) => (one as PromiseFulfilledResult<unknown>).value) as Answers<Asked>;
}

const isPipelined = (tx: Tx): boolean => "pipeline" in tx && tx.pipeline === true;

const isInWake = (failure: unknown): boolean => failure instanceof pg.DatabaseError && failure.code === IN_FAILED_TRANSACTION;
