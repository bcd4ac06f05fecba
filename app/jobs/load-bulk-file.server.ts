import { z } from "zod";
import { idOfGid } from "#app/domain/ids.ts";
import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import type { OrderTotal } from "#app/facts/set-opening-counts.server.ts";
import { now as clock } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { customer, type AdminCustomer } from "#app/shopify/documents/customer-fields.ts";
import { line, order } from "#app/shopify/documents/order-fields.ts";
import { fetchBulkFile } from "#app/shopify/fetch-bulk-file.server.ts";
import { customerFactOf, orderFactOf, type ReadContext } from "#app/shopify/order-fact-of.ts";
import type { Backfill } from "#app/store/backfills.server.ts";
import { getShopHash, type Shop } from "#app/store/shops.server.ts";
import { loadCustomers, loadOrders, type HistoricCustomer } from "#app/usecases/load-history.server.ts";
import { readJsonl, type JsonlGroup } from "./read-jsonl.ts";

const PIECE_BYTES = 4 * 1024 * 1024;
const PIECE_OBJECTS_MAX = 5_000;

/**
 * Merges the file of a bulk operation from where the last call stopped. A piece is read while the one before it is merged;
 * memory holds two pieces. Each piece commits with its checkpoint.
 */
export async function loadBulkFile(shop: Shop, run: Backfill): Promise<void> {
  if (!run.fileUrl) throw new Error("the read has no file yet");
  const chunks = await fetchBulkFile(run.fileUrl, run.bytesDone);
  const context: ReadContext = { readAt: run.startedAt, hash: await getShopHash(pool, shop) };
  const write = run.subject === "orders" ? orderWriter(shop.id, context) : customerWriter(shop.id, context, run.horizonAt);
  let merging: Promise<void> = Promise.resolve();
  let objectsDone = run.objectsDone;
  for await (const piece of pieces(readJsonl(chunks, { startByte: run.bytesDone, fileBytes: run.fileBytes }), run.bytesDone)) {
    objectsDone += piece.length;
    const merge = write(piece, { backfillId: run.id, bytesDone: piece.at(-1)?.endByte ?? run.bytesDone, objectsDone });
    await merging;
    merging = merge();
    // Its failure is met at the next await; until then it must not count as unhandled.
    merging.catch(() => undefined);
  }
  await merging;
}

type Writer = (piece: JsonlGroup[], checkpoint: { backfillId: string; bytesDone: number; objectsDone: number }) => () => Promise<void>;

const orderWriter =
  (shopId: number, context: ReadContext): Writer =>
  (piece, checkpoint) => {
    const facts: OrderFact[] = piece.map(({ root, children }) => orderFactOf(order.parse(root), children.map((child) => line.parse(child)), context));
    return () => loadOrders(shopId, { facts, checkpoint, now: clock() });
  };

const customerWriter =
  (shopId: number, context: ReadContext, horizonAt: Date | null): Writer =>
  (piece, checkpoint) => {
    const customers = piece.map(({ root, children }): HistoricCustomer => {
      const read = customer.parse(root);
      return { fact: customerFactOf(read, context.hash), total: horizonAt && totalOf(read, children, horizonAt) };
    });
    return () => loadCustomers(shopId, { customers, readAt: context.readAt, checkpoint, now: clock() });
  };

const customerOrder = z.object({ id: z.string(), createdAt: z.string() });

function totalOf({ id, numberOfOrders }: AdminCustomer, orders: unknown[], since: Date): OrderTotal {
  const readable = orders.map((one) => customerOrder.parse(one)).filter(({ createdAt }) => new Date(createdAt) >= since);
  return { customerId: idOfGid(id, "Customer"), ordersTotal: Number(numberOfOrders), readableIds: readable.map((one) => idOfGid(one.id, "Order")) };
}

async function* pieces(groups: AsyncIterable<JsonlGroup>, startByte: number): AsyncGenerator<JsonlGroup[]> {
  let piece: JsonlGroup[] = [];
  let from = startByte;
  for await (const group of groups) {
    piece.push(group);
    if (group.endByte - from < PIECE_BYTES && piece.length < PIECE_OBJECTS_MAX) continue;
    yield piece;
    from = group.endByte;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}
