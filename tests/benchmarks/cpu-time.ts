import fs from "node:fs";

/** Linux counts time of processes in hundredths of a second. */
const TICK_MS = 10;

/**
 * CPU time so far, in milliseconds, of this process and of the database sessions whose process ids are named; null where the
 * system does not tell. On a machine that others use, too, it says more than the clock does.
 */
export function cpuTimeMs(sessionPids: readonly number[]): number | null {
  const { user, system } = process.cpuUsage();
  const sessions = sessionTimesMs(sessionPids);
  return sessions && [...sessions.values()].reduce((sum, ms) => sum + ms, (user + system) / 1_000);
}

/** CPU time so far of each of these database sessions, in milliseconds; null where the system does not tell. */
export function sessionTimesMs(sessionPids: readonly number[]): Map<number, number> | null {
  try {
    return new Map(sessionPids.map((pid) => [pid, ticksOf(pid) * TICK_MS]));
  } catch {
    return null;
  }
}

/** CPU time so far of one process, in milliseconds; not a number where the system does not tell. */
export function processTimeMs(pid: number): number {
  try {
    return ticksOf(pid) * TICK_MS;
  } catch {
    return Number.NaN;
  }
}

// The name of the program, the second field, may hold blanks; time in user and kernel mode are the 14th and 15th.
function ticksOf(pid: number): number {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11]) + Number(fields[12]);
}
