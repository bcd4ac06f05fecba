import { isDecimalId, type CustomerId } from "#app/domain/ids.ts";
import { admitFileOrders, findKnownOrders } from "#app/facts/admit-file-orders.server.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { findOrderPiece, forgetOrderPiece } from "#app/store/imports.server.ts";
import { settleMembers } from "./settle-members.server.ts";
import { noFacts, takeInFacts } from "./take-in-facts.server.ts";

/**
 * Takes a piece of orders in as facts and settles whom they touch, as old news: no change of stage is logged, so nothing is
 * sent. What Shopify told of an order since the file was checked stays. Answers false behind the last piece.
 */
export async function takeInOrderPiece(tx: LockedTx, shopId: number, { importId, piece, now }: { importId: string; piece: number; now: Date }): Promise<boolean> {
  const lines = await findOrderPiece(tx, shopId, { importId, piece });
  if (!lines) return false;
  const facts = lines.flatMap(({ fact }) => fact ?? []);
  const orderIds = [...facts.map(({ orderId }) => orderId), ...lines.flatMap(({ knownId }) => (knownId !== null && isDecimalId(knownId) ? knownId : []))];
  const known = new Set((await findKnownOrders(tx, shopId, { orderIds, names: [] })).map(({ orderId }) => orderId));
  const touched: CustomerId[] = await takeInFacts(tx, shopId, { facts: { ...noFacts(), orders: facts.filter(({ orderId }) => !known.has(orderId)) }, now });
  const recounted = await admitFileOrders(tx, shopId, orderIds);
  await settleMembers(tx, shopId, { customerIds: [...new Set([...touched, ...recounted])], now, isHistory: true });
  await forgetOrderPiece(tx, shopId, { importId, piece });
  return true;
}
