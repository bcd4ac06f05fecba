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
import { listOpenBackfills, type Backfill } from "#app/store/backfills.server.ts";
import { getShopHash, type Shop } from "#app/store/shops.server.ts";
import { refreshStatistics } from "#app/store/statistics.server.ts";
import { loadCustomers, loadOrders, openOrderPiece, type Checkpoint, type HistoricCustomer } from "#app/usecases/load-history.server.ts";
import { faultOf } from "./fault-of.ts";
import { readJsonl, type JsonlGroup } from "./read-jsonl.ts";

const PIECE_BYTES = 4 * 1024 * 1024;
const PIECE_OBJECTS_MAX = 5_000;
/** So many objects, and nothing but them, are no odd ones; nor are more than so many and more than one in a hundred. */
const REFUSED_MAX = 20;
/** So many of those that were left out are named in the read; the log names all. */
const NAMED_MAX = 5;
/** So many objects are read before the database's answers are looked at again. */
const BREATH_OBJECTS = 8;

/**
 * Merges the file of a bulk operation from where the last call stopped. Memory holds three pieces. Each commits with
 * its checkpoint. Where a piece cannot be read or is refused by the database it is halved until the odd object stands alone, so that
 * one odd order does not keep a shop from being read; what is left out is named in the log. Answers a sentence about
 * it for the merchant, if there is any. Throws TooManyLeftOut where it is too much to call the rest a history.
 */
export async function loadBulkFile(shop: Shop, run: Backfill): Promise<string | null> {
  const tally: Tally = { recorded: run.objectsDone, known: 0, leftOut: new Map() };
  for (let [from, plan] = [run, [] as number[]]; ; ) {
    try {
      await loadFrom(shop, { run: from, plan, tally });
      return sentenceAbout(tally, run);
    } catch (error) {
      const reached = error instanceof RefusedPiece && (await listOpenBackfills(pool, shop.id)).find(({ id }) => id === run.id);
      if (!reached) throw error;
      [from, plan] = [reached, error.plan];
    }
  }
}

/** So much of a file was left out that what is there is not the shop's history. Says so to the merchant. */
export class TooManyLeftOut extends Error {
  override readonly name = "TooManyLeftOut";
}

/** A piece of several objects was refused; the file is read again from the last checkpoint, in pieces of so many objects to begin with. */
class RefusedPiece extends Error {
  override readonly name = "RefusedPiece";
  readonly plan: number[];
  constructor(plan: number[], options: ErrorOptions) {
    super("a piece of a bulk file was refused", options);
    this.plan = plan;
  }
}

/** What stands in an object of the file cannot be, such as an id that is none. */
class Unreadable extends Error {
  override readonly name = "Unreadable";
}
const isOfContent = (error: unknown): boolean => error instanceof Unreadable || faultOf(error) === "content";

/** How many objects of a file were recorded, of how many the planner was told, and the ids of those that were left out, by where they end in the file. */
interface Tally {
  recorded: number;
  known: number;
  leftOut: Map<number, string>;
}

function sentenceAbout({ leftOut }: Tally, { subject }: Backfill): string | null {
  if (leftOut.size === 0) return null;
  const more = leftOut.size > NAMED_MAX ? ` and ${leftOut.size - NAMED_MAX} more` : "";
  const what = leftOut.size === 1 ? `1 ${subject.slice(0, -1)} could not be read and is left out` : `${leftOut.size} ${subject} could not be read and are left out`;
  return `${what}: ${[...leftOut.values()].slice(0, NAMED_MAX).join(", ")}${more}.`;
}

/** How a file is read from where `run` stands: in pieces of so many objects to begin with, and then of as many as fit. */
interface Reading {
  run: Backfill;
  plan: number[];
  tally: Tally;
}

async function loadFrom(shop: Shop, reading: Reading): Promise<void> {
  const { run } = reading;
  if (!run.fileUrl) throw new Error("the read has no file yet");
  const chunks = await fetchBulkFile(run.fileUrl, run.bytesDone);
  const context: ReadContext = { readAt: run.startedAt, hash: await getShopHash(pool, shop) };
  const groups = readJsonl(chunks, { startByte: run.bytesDone, fileBytes: run.fileBytes });
  if (run.subject === "orders") await merge(shop, orderLoader(shop.id, context), { groups, reading });
  else await merge(shop, customerLoader(shop.id, context, run.horizonAt), { groups, reading });
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
async function merge<Piece>(shop: Shop, loader: Loader<Piece>, { groups, reading: { run, plan, tally } }: { groups: AsyncIterable<JsonlGroup>; reading: Reading }): Promise<void> {
  const mergeNext = async (before: Promise<void>, read: ReadPiece<Piece>): Promise<void> => {
    await before;
    if (tally.recorded + read.objects >= 2 * tally.known) {
      tally.known = tally.recorded + read.objects;
      await refreshStatistics("facts");
    }
    const mergeAs = (piece: Piece, objects: number) => loader.merge(piece, { backfillId: run.id, bytesDone: read.endByte, objectsDone: tally.recorded + objects });
    try {
      if (read.unreadable) throw read.unreadable;
      await mergeAs(read.piece, read.objects);
      tally.recorded += read.objects;
    } catch (error) {
      if (!isOfContent(error)) throw error;
      if (read.objects > 1) throw halved(read, { tally, error });
      leaveOut(shop, run, { read, tally, error });
      // Where nothing is recorded yet it may be none of them: nothing is passed before that is clear.
      if (tally.recorded > 0) await mergeAs(loader.open(), 0);
    }
  };
  let last = Promise.resolve();
  let lastButOne = last;
  try {
    for await (const read of pieces(loader, groups, { startByte: run.bytesDone, plan })) {
      await lastButOne;
      lastButOne = last;
      last = mergeNext(last, read);
      // Its failure is met when it is waited for; until then it must not count as unhandled.
      last.catch(() => undefined);
    }
  } finally {
    // Where the reading fails, a merge under way must not write its checkpoint into the next try.
    await Promise.allSettled([last]);
  }
  await last;
  await refreshStatistics("facts");
}

function halved({ objects, rest }: ReadPiece<unknown>, { tally, error }: { tally: Tally; error: unknown }): RefusedPiece {
  const notPassed = tally.recorded === 0 ? Array<number>(tally.leftOut.size).fill(1) : [];
  const half = Math.ceil(objects / 2);
  return new RefusedPiece([...notPassed, half, objects - half, ...rest], { cause: error });
}

function leaveOut(shop: Shop, run: Backfill, { read, tally, error }: { read: ReadPiece<unknown>; tally: Tally; error: unknown }): void {
  const { leftOut, recorded } = tally;
  const name = nameOf(read.root);
  leftOut.set(read.endByte, name);
  logger.error({ err: error, shopId: shop.id, subject: run.subject, id: name }, "an object of a bulk file could not be recorded and is left out");
  if (recorded === 0 && leftOut.size >= REFUSED_MAX) throw new NoneOfThem("of the first objects of a bulk file none can be recorded", { cause: error });
  if (leftOut.size > Math.max(REFUSED_MAX, (run.objectsTotal ?? 0) / 100)) {
    throw new TooManyLeftOut(`Too much of what Shopify sent could not be read, so the read was ended. ${sentenceAbout(tally, run) ?? ""} Whoever runs Thrice for you finds in its log why.`, { cause: error });
  }
}

/** A mistake of ours rather than odd objects: for somebody to look at. */
class NoneOfThem extends Error {
  override readonly name = "NoneOfThem";
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
  /** Of its first object. */
  root: unknown;
  /** The plan after it. */
  rest: number[];
  unreadable?: Unreadable;
}

/** The decimal id of an object. */
const nameOf = (root: unknown): string => /\d+$/.exec(z.object({ id: z.string() }).safeParse(root).data?.id ?? "")?.[0] ?? "something without an id";

// Objects are read a few at a time: reading a whole piece at once would keep the merge of the one before it waiting.
async function* pieces<Piece>({ open, read: add }: Loader<Piece>, groups: AsyncIterable<JsonlGroup>, { startByte, plan }: { startByte: number; plan: number[] }): AsyncGenerator<ReadPiece<Piece>> {
  let [size = PIECE_OBJECTS_MAX, ...rest] = plan;
  let next: ReadPiece<Piece> = { piece: open(), objects: 0, endByte: startByte, root: null, rest };
  let from = startByte;
  for await (const group of groups) {
    if (next.objects === 0) next.root = group.root;
    try {
      if (!next.unreadable) add(next.piece, group);
    } catch (error) {
      next.unreadable = new Unreadable("an object of a bulk file cannot be read", { cause: error });
    }
    next.objects += 1;
    next.endByte = group.endByte;
    if (next.objects % BREATH_OBJECTS === 0) await breathe();
    if (group.endByte - from < PIECE_BYTES && next.objects < size) continue;
    yield next;
    [size = PIECE_OBJECTS_MAX, ...rest] = rest;
    from = group.endByte;
    next = { piece: open(), objects: 0, endByte: from, root: null, rest };
  }
  if (next.objects > 0) yield next;
}
