import { setTimeout as wait } from "node:timers/promises";

// The worker hears of a new effect at once, and Shopify has mostly answered within this time: the buyer need not ask twice.
const PATIENCE_MS = 1_500;
const LOOK_MS = 50;

/** Looks until something is as wanted, for a moment at most; answers what was seen last. */
export async function lookUntil<Seen>(look: () => Promise<Seen>, isWanted: (seen: Seen) => boolean): Promise<Seen> {
  const untilMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (isWanted(seen) || performance.now() >= untilMs) return seen;
    await wait(LOOK_MS);
  }
}
