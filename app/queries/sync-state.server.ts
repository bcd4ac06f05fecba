import type { Sync } from "#app/contract/sync.ts";

/** How well the shop is known right now: readings of the history, deliveries that wait, and the last comparisons. Throws for an unknown shop. */
export async function getSyncState(shopId: number, now: Date): Promise<Sync> {
  throw new Error(`no sync state of shop ${shopId} at ${now.toISOString()} yet`);
}
