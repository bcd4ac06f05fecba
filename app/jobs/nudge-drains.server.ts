import { pool } from "#app/platform/db.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { drainOf, enqueueUnlessInLine } from "#app/store/jobs.server.ts";

// Under load one nudge serves many deliveries, since a drain goes on until none wait.
const QUIET_MS = 50;

const waiting = new Set<string>();
const isQuiet = new Map<string, boolean>();

/** Asks for drains of shops whose deliveries were just committed, at most once in 50 ms and shop. A nudge that fails is made good by the sweep. */
export function nudgeDrains(shopDomains: Set<string>): void {
  for (const shopDomain of shopDomains) {
    if (isQuiet.get(shopDomain)) waiting.add(shopDomain);
    else nudge(shopDomain);
  }
}

function nudge(shopDomain: string): void {
  isQuiet.set(shopDomain, true);
  enqueueUnlessInLine(pool, drainOf(shopDomain)).catch((error: unknown) => logger.warn({ err: error }, "a drain was not asked for; the sweep will"));
  setTimeout(() => {
    isQuiet.delete(shopDomain);
    if (waiting.delete(shopDomain)) nudge(shopDomain);
  }, QUIET_MS).unref();
}
