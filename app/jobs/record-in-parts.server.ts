import { now as clock } from "#app/platform/clock.server.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { findFailingSince } from "#app/store/failing-deliveries.server.ts";
import { deleteMentionsOfErased, holdPending, markParked, OUR_FAULT, type PendingDelivery } from "#app/store/inbox.server.ts";
import { findShopByDomain } from "#app/store/shops.server.ts";
import { faultOf } from "./fault-of.ts";
import type { PendingBatch } from "./read-pending.server.ts";

// So long a fault of ours keeps a shop's deliveries waiting, before the one that meets it is looked for. A release that does
// not fit the database fails everywhere, and is mended meanwhile.
const PATIENCE_MS = 60 * 60_000;

const REFUSED = "It could not be recorded. Replay it; if it comes back here, tell us.";

/** Deliveries could not be recorded, and it is not known to be by what one of them says. */
export class OurFault extends Error {
  readonly deliveries: number;

  constructor(cause: unknown, deliveries: number) {
    super("deliveries could not be recorded", { cause });
    this.deliveries = deliveries;
  }
}

/** Records deliveries in one transaction, and answers how many; throws with nothing changed. */
export type RecordBatch = (shopDomain: string, batch: PendingBatch) => Promise<number>;

/** What becomes of a batch that is recorded in parts. */
interface Parts {
  record: RecordBatch;
  isPatienceOver: boolean;
  recorded: number;
  /** Parked: by what they say, or because they were parked before. */
  refused: number;
  /** Those that met a fault of ours alone, and the first such fault. */
  alone: PendingDelivery[];
  fault?: unknown;
}

/**
 * Deals with a batch that was refused as a whole. What the database refuses by its content is parked, alone; its neighbours
 * are recorded. A fault of ours is thrown as `OurFault`, and all wait; when that has lasted for an hour, those that meet it
 * alone are parked, provided that others can be recorded. Trouble that passes is thrown as it is. Answers how many were
 * recorded or parked.
 */
export async function recordInParts(shopDomain: string, batch: PendingBatch, { error, record }: { error: unknown; record: RecordBatch }): Promise<number> {
  if (faultOf(error) === "passing") throw error;
  const since = await findFailingSince(pool, shopDomain);
  const parts: Parts = { record, isPatienceOver: since !== null && clock().getTime() - since.getTime() >= PATIENCE_MS, recorded: 0, refused: 0, alone: [] };
  await split(shopDomain, { batch, error, parts });
  const { recorded, refused, alone, fault } = parts;
  // Where nothing can be recorded it is not one of them: all of them wait.
  if (alone.length > 0 && recorded === 0) throw new OurFault(fault, batch.deliveries.length);
  if (alone.length > 0) logger.error({ err: fault, shopDomain, deliveries: alone.length }, "deliveries could not be recorded, by no fault of theirs, while others could; they are parked");
  logger.warn({ shopDomain, recorded, refused, alone: alone.length }, "a batch of deliveries was refused, and recorded in parts");
  return recorded + refused + (await park(shopDomain, { deliveries: alone, reason: OUR_FAULT }));
}

async function split(shopDomain: string, { batch: { deliveries, read }, error, parts }: { batch: PendingBatch; error: unknown; parts: Parts }): Promise<void> {
  const isOurs = faultOf(error) === "ours";
  // One that was parked before keeps nobody waiting a second time.
  const mayPark = !isOurs || deliveries.some(({ tries }) => tries > 0);
  if (!mayPark && !parts.isPatienceOver) throw new OurFault(error, deliveries.length);
  if (deliveries.length > 1) {
    const middle = Math.ceil(deliveries.length / 2);
    for (const [from, to] of [[0, middle], [middle, deliveries.length]] as const) {
      const half: PendingBatch = { deliveries: deliveries.slice(from, to), read: read && { ...read, all: read.all.slice(from, to) } };
      await recordPart(shopDomain, half, parts);
    }
  } else if (mayPark) {
    logger.error({ err: error, shopDomain }, "a delivery could not be recorded and is parked");
    parts.refused += await park(shopDomain, { deliveries, reason: isOurs ? OUR_FAULT : REFUSED });
  } else {
    parts.fault ??= error;
    parts.alone.push(...deliveries);
  }
}

async function recordPart(shopDomain: string, batch: PendingBatch, parts: Parts): Promise<void> {
  try {
    parts.recorded += await parts.record(shopDomain, batch);
  } catch (error) {
    if (faultOf(error) === "passing") throw error;
    await split(shopDomain, { batch, error, parts });
  }
}

async function park(shopDomain: string, { deliveries, reason }: { deliveries: PendingDelivery[]; reason: string }): Promise<number> {
  if (deliveries.length === 0) return 0;
  return inTransaction(async (tx) => {
    const held = await holdPending(tx, shopDomain, deliveries.map(({ id }) => id));
    await markParked(tx, shopDomain, { parked: [...held].map((id) => ({ id, reason })), now: clock() });
    const shop = await findShopByDomain(tx, shopDomain);
    if (shop) await deleteMentionsOfErased(tx, shop);
    return held.size;
  });
}
