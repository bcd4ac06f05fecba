import { inTransaction, type Tx } from "./db.server.ts";
import { NotNow } from "./not-now.server.ts";
import { WaitingLine } from "./waiting-line.server.ts";

/** Those who read the same: so many at once of all shops, and each shop with a line of its own, so that however much one asks for, it leaves a place to others. */
const laneOf = (places: number) => ({ places: new WaitingLine(places), lines: new Map<number, WaitingLine>() });

// Others need connections, too. What one statement adds up takes a second or two, and does not stand behind what takes many;
// whom a program reaches is asked with each look at it, and takes nobody else's place.
const LANES = { judging: laneOf(2), adding: laneOf(1), reaching: laneOf(2) };

// Longer than a dry run, which is what holds a place longest; with its own time it still ends before load balancers give up.
const PATIENCE_MS = 15_000;

/**
 * Reads in one transaction what may take seconds, such as what looks through a shop's whole ledger. In a process one such read
 * of a shop runs at a time, and two of all shops in a `lane`, one where it only adds up; who waits for their turn has no
 * connection, and fails with `NotNow` after 15 s, or after `patienceMs`. So whoever needs two of them, as one page may, takes one
 * place for both, or one after the other. Where `signal` was aborted while it waited, it fails with its reason and reads nothing.
 */
export async function inHeavyRead<T>(
  shopId: number,
  read: (tx: Tx) => Promise<T>,
  { lane = "judging", patienceMs = PATIENCE_MS, signal, ...limits }: { lane?: keyof typeof LANES; patienceMs?: number; statementTimeoutMs?: number; signal?: AbortSignal } = {},
): Promise<T> {
  const { places, lines } = LANES[lane];
  const untilMs = performance.now() + patienceMs;
  const line = lines.get(shopId) ?? new WaitingLine(1);
  lines.set(shopId, line);
  const leaveLine = await enter(line, untilMs);
  try {
    const leavePlace = await enter(places, untilMs);
    try {
      signal?.throwIfAborted();
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
