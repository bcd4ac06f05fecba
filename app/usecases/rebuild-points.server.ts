import type { CustomerId } from "#app/domain/ids.ts";
import { expiryDay } from "#app/domain/points/expiry.ts";
import { replayLots, type ReplayedEntry } from "#app/domain/points/replay-lots.ts";
import { inTransaction, type LockedTx, type Tx } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { listPointsDifferences } from "#app/store/points-differences.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { loadLastDays, loadLedger, loadMerges, loadSurvivors, replaceProjections } from "#app/store/rebuilt-points.server.ts";
import { getShop } from "#app/store/shops.server.ts";

// Run by hand, and rarely: deliveries of the shop wait for it.
const REBUILD_MS_MAX = 10 * 60_000;

/**
 * Writes balances, lots and bookings anew from the ledger, for every member for whom they differ from it. The shop's facts
 * are held meanwhile. Adds nothing to the ledger. Answers how many members; a second time there are none.
 */
export async function rebuildPoints(shopId: number, now: Date): Promise<number> {
  return inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shopId);
    const differing = await listPointsDifferences(tx, shopId);
    if (differing.length === 0) return 0;
    return rebuildMembers(tx, shopId, { customerIds: differing.map(({ customerId }) => customerId), now });
  }, { statementTimeoutMs: REBUILD_MS_MAX });
}

/** The same for the named members, whether they differ or not, in a transaction that holds the shop's facts. */
export async function rebuildMembers(tx: LockedTx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<number> {
  const survivorOf = await loadSurvivors(tx, shopId, [...new Set(customerIds)]);
  const survivors = [...new Set(survivorOf.values())];
  const entries = await loadLedger(tx, shopId, survivors);
  const merges = await loadMerges(tx, shopId, survivors);
  const members = replayLots(entries, { expiresOn: await lastDaysOf(tx, shopId, entries), merges });
  await replaceProjections(tx, shopId, { members, customerIds: survivors, now });
  return survivors.length;
}

async function lastDaysOf(tx: Tx, shopId: number, entries: ReplayedEntry[]): Promise<(entry: ReplayedEntry) => string | null> {
  const known = await loadLastDays(tx, shopId, entries.map(({ key }) => key));
  const versions = new Map((await listProgramVersions(tx, shopId)).map((version) => [version.version, version]));
  const { timeZone } = await getShop(tx, shopId);
  return (entry) => {
    const version = entry.programVersion === null ? undefined : versions.get(entry.programVersion);
    const byRule = version && entry.kind === "earn_released" ? expiryDay(version.program.expiry, entry.occurredAt, timeZone) : null;
    return known.has(entry.key) ? (known.get(entry.key) ?? null) : byRule;
  };
}
