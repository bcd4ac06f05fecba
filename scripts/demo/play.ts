import type { Sync } from "#app/contract/sync.ts";
import { readSync, type Api } from "#scripts/demo/api.ts";
import { grouped, type Progress } from "#scripts/demo/progress.ts";
import type { StandinControl } from "#scripts/standin-control.ts";

const LOOK_EVERY_MS = 250;
/** Without any movement for this long something is stuck, and saying so beats waiting. */
const STUCK_AFTER_MS = 120_000;

/** Refunds of a part of an order leave every count of orders as it is, and show how points follow. */
const PARTIAL_REFUNDS = 5;

export type Scene = Api & { control: StandinControl; shop: string; progress: Progress };

/** Waits until the app has read the shop's history and scored everybody in it. Throws when the reading failed or is stuck. */
export async function awaitBackfill({ progress, ...api }: Scene): Promise<void> {
  await watch(async () => {
    const sync = await readSync(api);
    const failed = sync.backfills.find(({ state }) => state === "failed");
    if (failed) throw new Error(`Reading the ${failed.subject} failed: ${failed.failure ?? "no reason was given"}`);
    progress.step(backfillWords(sync));
    return { isDone: sync.isUpToDate && sync.backfills.length > 0, mark: JSON.stringify([sync.backfills, sync.unsettledCustomers]) };
  });
}

/** Plays the orders of the last week as live webhooks and waits until the app has taken in the last of them. */
export async function playLiveWeek({ control, shop, progress, ...api }: Scene, { partialRefunds = PARTIAL_REFUNDS }: { partialRefunds?: number } = {}): Promise<void> {
  await control.playLive(shop, { partialRefunds });
  await watch(async () => {
    const [live, sync] = await Promise.all([control.livePlay(shop), readSync(api)]);
    progress.step(`Playing the orders of the last week: ${grouped(live.played)} of ${grouped(live.total)}, ${grouped(live.pendingDeliveries + sync.inbox.pending)} deliveries on their way`);
    return { isDone: !live.running && live.pendingDeliveries === 0 && sync.isUpToDate, mark: JSON.stringify([live, sync.inbox.pending, sync.unsettledCustomers]) };
  });
}

/** The words before the colon name the step, so that a log gets a line for each (see progress.ts). */
function backfillWords(sync: Sync): string {
  // Customers that are read still wait to be scored until their orders are there; then the orders are what moves.
  const open = sync.backfills.filter(({ state }) => state !== "done");
  const reading = open.find(({ done, total }) => total === null || done < total) ?? open.at(-1);
  if (!reading) return `Scoring customers: ${grouped(sync.unsettledCustomers)} to go`;
  const { subject, state, done, total } = reading;
  if (state === "asked" || state === "running") return `Waiting for Shopify to write out the ${subject}: ${grouped(done)} so far`;
  if (state === "settling") return `Scoring customers: ${grouped(sync.unsettledCustomers)} to go`;
  return `Reading ${subject}: ${grouped(done)} of ${total === null ? "an unknown number" : grouped(total)}`;
}

type Look = { isDone: boolean; mark: string };

async function watch(look: () => Promise<Look>): Promise<void> {
  let mark = "";
  let movedAtMs = performance.now();
  for (;;) {
    const seen = await look();
    if (seen.isDone) return;
    if (seen.mark !== mark) movedAtMs = performance.now();
    mark = seen.mark;
    if (performance.now() - movedAtMs > STUCK_AFTER_MS) throw new Error(`Nothing has moved for ${STUCK_AFTER_MS / 1_000} seconds: ${mark}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
