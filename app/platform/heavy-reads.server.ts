import { inTransaction, type Tx } from "./db.server.ts";
import { NotNow } from "./not-now.server.ts";
import { WaitingLine } from "./waiting-line.server.ts";

// Of all shops together: others need connections, too.
const line = new WaitingLine(2);
const PATIENCE_MS = 5_000;

/**
 * Reads in one transaction what may take seconds, such as what looks through a whole ledger. Two run at once in a process; who
 * waits for their turn has no connection, and fails with `NotNow` after 5 s.
 */
export async function inHeavyRead<T>(read: (tx: Tx) => Promise<T>, limits: { statementTimeoutMs?: number } = {}): Promise<T> {
  const leave = await line.enter(performance.now() + PATIENCE_MS);
  if (!leave) throw new NotNow("too many looked through whole ledgers at once");
  try {
    return await inTransaction(read, limits);
  } finally {
    leave();
  }
}
