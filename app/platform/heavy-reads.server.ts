import { inTransaction, type Tx } from "./db.server.ts";
import { NotNow } from "./not-now.server.ts";
import { WaitingLine } from "./waiting-line.server.ts";

// Of all shops together: others need connections, too.
const places = new WaitingLine(2);
// Of each shop: however much one asks for, it leaves a place to others.
const lines = new Map<number, WaitingLine>();
const PATIENCE_MS = 5_000;

/**
 * Reads in one transaction what may take seconds, such as what looks through a shop's whole ledger. In a process one such read
 * of a shop runs at a time, and two of all shops; who waits for their turn has no connection, and fails with `NotNow` after 5 s.
 * So whoever needs two of them, as one page may, takes one place for both, or one after the other.
 */
export async function inHeavyRead<T>(shopId: number, read: (tx: Tx) => Promise<T>, limits: { statementTimeoutMs?: number } = {}): Promise<T> {
  const untilMs = performance.now() + PATIENCE_MS;
  const line = lines.get(shopId) ?? new WaitingLine(1);
  lines.set(shopId, line);
  const leaveLine = await enter(line, untilMs);
  try {
    const leavePlace = await enter(places, untilMs);
    try {
      return await inTransaction(read, limits);
    } finally {
      leavePlace();
    }
  } finally {
    leaveLine();
    if (line.isIdle) lines.delete(shopId);
  }
}

async function enter(line: WaitingLine, untilMs: number): Promise<() => void> {
  const leave = await line.enter(untilMs);
  if (!leave) throw new NotNow("too many looked through whole ledgers at once");
  return leave;
}
