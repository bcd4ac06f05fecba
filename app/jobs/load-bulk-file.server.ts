import { setImmediate as breathe } from "node:timers/promises";
import { z } from "zod";
import { idOfGid } from "#app/domain/ids.ts";
import type { OrderPiece } from "#app/facts/order-piece.server.ts";
import type { OrderTotal } from "#app/facts/set-opening-counts.server.ts";
import { now as clock } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { customer, type AdminCustomer } from "#app/shopify/documents/customer-fields.ts";
import { line, order } from "#app/shopify/documents/order-fields.ts";
import { fetchBulkFile } from "#app/shopify/fetch-bulk-file.server.ts";
import { customerFactOf, orderFactOf, type ReadContext } from "#app/shopify/order-fact-of.ts";
import { changeBackfill, listOpenBackfills, type Backfill } from "#app/store/backfills.server.ts";
import { getShopHash, type Shop } from "#app/store/shops.server.ts";
import { refreshStatistics } from "#app/store/statistics.server.ts";
import { loadCustomers, loadOrders, openOrderPiece, type Checkpoint, type HistoricCustomer } from "#app/usecases/load-history.server.ts";
import { faultOf } from "./fault-of.ts";
import { readJsonl, type JsonlGroup } from "./read-jsonl.ts";

const PIECE_BYTES = 2 * 1024 * 1024;
const PIECE_OBJECTS_MAX = 5_000;
/** So many objects in a row are no odd ones. */
const REFUSED_MAX = 20;
/** So many of those that were left out are named in the read. */
const NAMED_MAX = 20;
/** So many objects are read before the database's answers are looked at again. */
const BREATH_OBJECTS = 8;

/**
 * Merges the file of a bulk operation from where the last call stopped. Memory holds three pieces. Each commits with
 * its checkpoint. Where a piece cannot be read or is refused by the database, its objects are merged one by one, so that one odd order
 * does not keep a shop from being read; what is left out is named in the log and in the read's `failure`.
 */
export async function loadBulkFile(shop: Shop, run: Backfill): Promise<void> {
  const leftOut: string[] = [];
  for (let [from, singles] = [run, 0]; ; ) {
    try {
      await loadFrom(shop, { run: from, singles, leftOut });
      break;
    } catch (error) {
      const reached = (await listOpenBackfills(pool, shop.id)).find(({ id }) => id === run.id);
      if (!isOfContent(error) || !reached || (singles > 0 && reached.bytesDone === from.bytesDone)) throw error;
      [from, singles] = [reached, PIECE_OBJECTS_MAX];
    }
  }
  if (leftOut.length === 0) return;
  const failure = `Could not be recorded, and was left out: ${leftOut.slice(0, NAMED_MAX).join(", ")}${leftOut.length > NAMED_MAX ? ` and ${leftOut.length - NAMED_MAX} more` : ""}.`;
  await changeBackfill(pool, shop.id, { id: run.id, change: { failure }, now: clock() });
}

/** What stands in an object of the file cannot be, such as an id that is none. */
class Unreadable extends Error {
  override readonly name = "Unreadable";
}
const isOfContent = (error: unknown): boolean => error instanceof Unreadable || faultOf(error) === "content";

/** How a file is read from where `run` stands: the first so many objects one by one, of which some may be left out, by their ids. */
interface Reading {
  run: Backfill;
  singles: number;
  leftOut: string[];
}

async function loadFrom(shop: Shop, reading: Reading): Promise<void> {
  const { run } = reading;
  if (!run.fileUrl) throw new Error("the read has no file yet");
  const chunks = await fetchBulkFile(run.fileUrl, run.bytesDone);
  const context: ReadContext = { readAt: run.startedAt, hash: await getShopHash(pool, shop) };
  const groups = readJsonl(chunks, { startByte: run.bytesDone, fileBytes: run.fileBytes });
  if (run.subject === "orders") await merge(orderLoader(shop.id, context), groups, reading);
  else await merge(customerLoader(shop.id, context, run.horizonAt), groups, reading);
}

/** How the objects of a file become pieces, each object at once as it is read, and how a piece is merged. */
interface Loader<Piece> {
  open: () => Piece;
  read: (piece: Piece, group: JsonlGroup) => void;
  merge: (piece: Piece, checkpoint: Checkpoint) => Promise<void>;
}

/**
 * Pieces are merged in their order, each while the next ones are read. Two may wait, so that a slow moment of the database does
 * not stop the reading, nor one of the reading the database.
 */
async function merge<Piece>(loader: Loader<Piece>, groups: AsyncIterable<JsonlGroup>, { run, singles, leftOut }: Reading): Promise<void> {
  let objectsDone = run.objectsDone;
  let knownObjects = 0;
  const singly = leavingOut(leftOut);
  const mergeNext = async (before: Promise<void>, { piece, objects, endByte, single, unreadable }: ReadPiece<Piece>): Promise<void> => {
    await before;
    objectsDone += objects;
    if (objectsDone >= 2 * knownObjects) {
      knownObjects = objectsDone;
      await refreshStatistics();
    }
    const load = async () => {
      if (unreadable) throw unreadable;
      await loader.merge(piece, { backfillId: run.id, bytesDone: endByte, objectsDone });
    };
    await (single === null ? load() : singly(single, load));
  };
  let last = Promise.resolve();
  let lastButOne = last;
  for await (const read of pieces(loader, groups, { startByte: run.bytesDone, singles })) {
    await lastButOne;
    lastButOne = last;
    last = mergeNext(last, read);
    // Its failure is met when it is waited for; until then it must not count as unhandled.
    last.catch(() => undefined);
  }
  await last;
  await refreshStatistics();
}

/**
 * Merges single objects, and leaves out what cannot be read or is refused by the database; the next checkpoint passes it.
 * Throws where that is so of the first ones, one and all: then it is none of them.
 */
function leavingOut(leftOut: string[]): (name: string, load: () => Promise<void>) => Promise<void> {
  const refused: string[] = [];
  let recorded = 0;
  return async (name, load) => {
    try {
      await load();
      recorded += 1;
    } catch (error) {
      refused.push(name);
      if (!isOfContent(error) || (recorded === 0 && refused.length >= REFUSED_MAX)) throw error;
      logger.error({ err: error, id: name }, "an object of a bulk file could not be recorded and is left out");
      leftOut.push(name);
    }
  };
}

const orderLoader = (shopId: number, context: ReadContext): Loader<OrderPiece> => ({
  open: () => openOrderPiece(shopId),
  read: (piece, { root, children }) => piece.add(orderFactOf(order.parse(root), children.map((child) => line.parse(child)), context)),
  merge: (piece, checkpoint) => loadOrders(shopId, { piece, checkpoint, now: clock() }),
});

const customerLoader = (shopId: number, context: ReadContext, horizonAt: Date | null): Loader<HistoricCustomer[]> => ({
  open: () => [],
  read: (customers, { root, children }) => {
    const read = customer.parse(root);
    customers.push({ fact: customerFactOf(read, context.hash), total: horizonAt && totalOf(read, children, horizonAt) });
  },
  merge: (customers, checkpoint) => loadCustomers(shopId, { customers, readAt: context.readAt, checkpoint, now: clock() }),
});

const customerOrder = z.object({ id: z.string(), createdAt: z.string() });

function totalOf({ id, numberOfOrders }: AdminCustomer, orders: unknown[], since: Date): OrderTotal {
  const readable = orders.map((one) => customerOrder.parse(one)).filter(({ createdAt }) => new Date(createdAt) >= since);
  return { customerId: idOfGid(id, "Customer"), ordersTotal: Number(numberOfOrders), readableIds: readable.map((one) => idOfGid(one.id, "Order")) };
}

interface ReadPiece<Piece> {
  piece: Piece;
  objects: number;
  endByte: number;
  /** The id of the only object, where it is merged by itself. */
  single: string | null;
  unreadable?: Unreadable;
}

const nameOf = (root: unknown): string => z.object({ id: z.string() }).safeParse(root).data?.id ?? "something without an id";

// Objects are read a few at a time: reading a whole piece at once would keep the merge of the one before it waiting.
async function* pieces<Piece>({ open, read: add }: Loader<Piece>, groups: AsyncIterable<JsonlGroup>, { startByte, singles }: { startByte: number; singles: number }): AsyncGenerator<ReadPiece<Piece>> {
  let next: ReadPiece<Piece> = { piece: open(), objects: 0, endByte: startByte, single: null };
  let from = startByte;
  let read = 0;
  for await (const group of groups) {
    read += 1;
    try {
      add(next.piece, group);
    } catch (error) {
      next.unreadable = new Unreadable("an object of a bulk file cannot be read", { cause: error });
      if (read > singles) throw next.unreadable;
    }
    next.objects += 1;
    next.endByte = group.endByte;
    if (next.objects % BREATH_OBJECTS === 0) await breathe();
    if (read <= singles) next.single = nameOf(group.root);
    else if (group.endByte - from < PIECE_BYTES && next.objects < PIECE_OBJECTS_MAX) continue;
    yield next;
    from = group.endByte;
    next = { piece: open(), objects: 0, endByte: from, single: null };
  }
  if (next.objects > 0) yield next;
}
