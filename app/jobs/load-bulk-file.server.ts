import { setImmediate as breathe } from "node:timers/promises";
import { z } from "zod";
import { idOfGid } from "#app/domain/ids.ts";
import type { OrderPiece } from "#app/facts/order-piece.server.ts";
import type { OrderTotal } from "#app/facts/set-opening-counts.server.ts";
import { now as clock } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { customer, type AdminCustomer } from "#app/shopify/documents/customer-fields.ts";
import { line, order } from "#app/shopify/documents/order-fields.ts";
import { fetchBulkFile } from "#app/shopify/fetch-bulk-file.server.ts";
import { customerFactOf, orderFactOf, type ReadContext } from "#app/shopify/order-fact-of.ts";
import type { Backfill } from "#app/store/backfills.server.ts";
import { getShopHash, type Shop } from "#app/store/shops.server.ts";
import { refreshStatistics } from "#app/store/statistics.server.ts";
import { loadCustomers, loadOrders, openOrderPiece, type Checkpoint, type HistoricCustomer } from "#app/usecases/load-history.server.ts";
import { readJsonl, type JsonlGroup } from "./read-jsonl.ts";

const PIECE_BYTES = 2 * 1024 * 1024;
const PIECE_OBJECTS_MAX = 5_000;
/** So many objects are read before the database's answers are looked at again. */
const BREATH_OBJECTS = 8;

/**
 * Merges the file of a bulk operation from where the last call stopped. Memory holds three pieces. Each commits with
 * its checkpoint.
 */
export async function loadBulkFile(shop: Shop, run: Backfill): Promise<void> {
  if (!run.fileUrl) throw new Error("the read has no file yet");
  const chunks = await fetchBulkFile(run.fileUrl, run.bytesDone);
  const context: ReadContext = { readAt: run.startedAt, hash: await getShopHash(pool, shop) };
  const groups = readJsonl(chunks, { startByte: run.bytesDone, fileBytes: run.fileBytes });
  if (run.subject === "orders") await merge(orderLoader(shop.id, context), groups, run);
  else await merge(customerLoader(shop.id, context, run.horizonAt), groups, run);
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
async function merge<Piece>(loader: Loader<Piece>, groups: AsyncIterable<JsonlGroup>, run: Backfill): Promise<void> {
  let objectsDone = run.objectsDone;
  let knownObjects = 0;
  const mergeNext = async (before: Promise<void>, { piece, objects, endByte }: ReadPiece<Piece>): Promise<void> => {
    await before;
    objectsDone += objects;
    if (objectsDone >= 2 * knownObjects) {
      knownObjects = objectsDone;
      await refreshStatistics();
    }
    await loader.merge(piece, { backfillId: run.id, bytesDone: endByte, objectsDone });
  };
  let last = Promise.resolve();
  let lastButOne = last;
  for await (const read of pieces(loader, groups, run.bytesDone)) {
    await lastButOne;
    lastButOne = last;
    last = mergeNext(last, read);
    // Its failure is met when it is waited for; until then it must not count as unhandled.
    last.catch(() => undefined);
  }
  await last;
  await refreshStatistics();
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
}

// Objects are read a few at a time: reading a whole piece at once would keep the merge of the one before it waiting.
async function* pieces<Piece>({ open, read }: Loader<Piece>, groups: AsyncIterable<JsonlGroup>, startByte: number): AsyncGenerator<ReadPiece<Piece>> {
  let next: ReadPiece<Piece> = { piece: open(), objects: 0, endByte: startByte };
  let from = startByte;
  for await (const group of groups) {
    read(next.piece, group);
    next.objects += 1;
    next.endByte = group.endByte;
    if (next.objects % BREATH_OBJECTS === 0) await breathe();
    if (group.endByte - from < PIECE_BYTES && next.objects < PIECE_OBJECTS_MAX) continue;
    yield next;
    from = group.endByte;
    next = { piece: open(), objects: 0, endByte: from };
  }
  if (next.objects > 0) yield next;
}
