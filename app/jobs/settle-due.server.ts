import type { CustomerId } from "#app/domain/ids.ts";
import { inRepeatableTransaction, inTransaction, pool, type LockedTx } from "#app/platform/db.server.ts";
import { lockShopFacts, shareShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { isMarkingOpen, markNextMembers } from "#app/store/marked-members.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { refreshStatistics } from "#app/store/statistics.server.ts";
import { findMarked, findMarkedMiddle, findUnsettled } from "#app/store/write-stages.server.ts";
import { settleMembers } from "#app/usecases/settle-members.server.ts";
import { FIRST_BATCH, nextBatchSize } from "./next-batch-size.ts";
import type { JobRun } from "./turn.ts";

/** Of a half of a crowd, in a shop without a program: nothing is worked out of them but counts. */
const BATCH = 2_000;
const MARKED_AT_ONCE = 5_000;
/** From so many marked members on, as after a bulk read, two halves are settled side by side. */
const CROWD_MIN = 2 * BATCH;

/**
 * Settles every member of a shop who is dirty or has something due by `now`, in batches, each in its own transaction, so
 * that deliveries and whoever clicks come through in between, after a fraction of a second. Answers how many were settled.
 */
export async function settleDue(shopId: number, now: Date): Promise<number> {
  return (await settleUntil(shopId, { now, isTurnOver: () => false })).settled;
}

/** The same, until the job's turn is over. Answers whether somebody may be left. */
export async function settleInTurn(shopId: number, { clock, isTurnOver }: JobRun): Promise<boolean> {
  return (await settleUntil(shopId, { now: clock(), isTurnOver })).isLeft;
}

interface Settling {
  now: Date;
  isTurnOver: () => boolean;
}

async function settleUntil(shopId: number, { now, isTurnOver }: Settling): Promise<{ settled: number; isLeft: boolean }> {
  if (await markEverybody(shopId, { now, isTurnOver })) return { settled: 0, isLeft: true };
  const { marked, middleId } = await findMarkedMiddle(pool, shopId);
  const isBulk = marked >= CROWD_MIN;
  if (isBulk) await refreshStatistics("facts");
  let settled = isBulk ? await settleCrowd(shopId, { middleId, now, isTurnOver }) : 0;
  for (let size = FIRST_BATCH; ; ) {
    let heldFromMs = 0;
    const { members, count } = await inTransaction(async (client) => {
      const tx = await lockShopFacts(client, shopId);
      heldFromMs = performance.now();
      const customerIds = await findUnsettled(tx, shopId, { now, limit: size });
      return { members: customerIds.length, count: await settle(tx, shopId, { customerIds, now, isBulk }) };
    });
    settled += count;
    if (count === 0 || isTurnOver()) {
      if (isBulk) await refreshStatistics("points");
      return { settled, isLeft: count > 0 };
    }
    size = nextBatchSize(size, { members, tookMs: performance.now() - heldFromMs });
  }
}

/** After a rule changed for all. Answers whether somebody is left to be marked. */
async function markEverybody(shopId: number, { now, isTurnOver }: Settling): Promise<boolean> {
  let isLeft = await isMarkingOpen(pool, shopId);
  while (isLeft) {
    isLeft = await inTransaction(async (client) => markNextMembers(await lockShopFacts(client, shopId), shopId, { limit: MARKED_AT_ONCE, now }));
    if (isTurnOver()) break;
  }
  return isLeft;
}

async function settle(tx: LockedTx, shopId: number, members: { customerIds: CustomerId[]; now: Date; isBulk: boolean }): Promise<number> {
  return (await settleMembers(tx, shopId, members)).length;
}

/**
 * The database works on one core for a connection, and this process waits for it: two halves of the members at once take half
 * the time. Answers how many were settled; none where the shop has a program.
 */
async function settleCrowd(shopId: number, crowd: Settling & { middleId: CustomerId }): Promise<number> {
  const halves = await Promise.allSettled((["lower", "upper"] as const).map((half) => settleHalf(shopId, { ...crowd, half })));
  // Only when both have ended: a half must not go on behind the back of whoever hears that the other one failed.
  const failed = halves.find((half) => half.status === "rejected");
  if (failed) throw failed.reason;
  return halves.reduce((sum, half) => sum + (half.status === "fulfilled" ? half.value : 0), 0);
}

async function settleHalf(shopId: number, { half, middleId, now, isTurnOver }: Settling & { half: "lower" | "upper"; middleId: CustomerId }): Promise<number> {
  let settled = 0;
  for (;;) {
    const count = await inRepeatableTransaction(async (client) => {
      const tx = await shareShopFacts(client, shopId);
      if ((await listProgramVersions(tx, shopId)).length > 0) return 0;
      return settle(tx, shopId, { customerIds: await findMarked(tx, shopId, { half, middleId, limit: BATCH }), now, isBulk: true });
    });
    settled += count;
    if (count === 0 || isTurnOver()) return settled;
  }
}
