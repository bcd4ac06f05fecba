import { inTransaction, type Tx } from "./db.server.ts";
import { NotNow } from "./not-now.server.ts";
import { WaitingLine } from "./waiting-line.server.ts";

/** Those who read the same: so many at once of all shops, and each shop with a line of its own, so that however much one asks for, it leaves a place to others. */
const lane = (places: number) => ({ places: new WaitingLine(places), lines: new Map<number, WaitingLine>() });

// Others need connections, too. What looks through the open lots takes less than a second, and does not stand behind what takes many.
const LANES = { ledger: lane(2), lots: lane(1) };

// Longer than a dry run, which is what holds a place longest; with its own time it still ends before load balancers give up.
const PATIENCE_MS = 15_000;

/**
 * Reads in one transaction what may take seconds, such as what looks through a shop's whole ledger, or only through its open
 * lots (`through`). In a process one such read of a shop runs at a time, and two of all shops, with one more through lots; who waits for
 * their turn has no connection, and fails with `NotNow` after 15 s, or after `patienceMs`. So whoever needs two of them, as one page
 * may, takes one place for both, or one after the other.
 */
export async function inHeavyRead<T>(
  shopId: number,
  read: (tx: Tx) => Promise<T>,
  { through = "ledger", patienceMs = PATIENCE_MS, ...limits }: { through?: keyof typeof LANES; patienceMs?: number; statementTimeoutMs?: number } = {},
): Promise<T> {
  const { places, lines } = LANES[through];
  const untilMs = performance.now() + patienceMs;
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
