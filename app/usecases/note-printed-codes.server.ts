import { orderNumberIn } from "#app/domain/confirmation/code-pool.ts";
import { reservationOf } from "#app/domain/confirmation/decide-code.ts";
import type { OrderId } from "#app/domain/ids.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { addConfirmationCode } from "#app/store/confirmation-codes.server.ts";
import { findCodePool } from "#app/store/confirmation-settings.server.ts";
import { enqueueJob, fillCodePoolOf } from "#app/store/jobs.server.ts";
import { listOrdersWithoutCode, takePrintCodes } from "#app/store/print-codes.server.ts";
import { listPrintKeys } from "#app/store/print-keys.server.ts";
import { getShop } from "#app/store/shops.server.ts";

/**
 * Orders that came in while codes are printed get the code of their number, which their mail has. It is the same for every
 * order, whoever placed it: what the rules and the budget leave out is printed as well. Then the pool is looked after.
 */
export async function notePrintedCodes(tx: LockedTx, shopId: number, { orderIds, now }: { orderIds: OrderId[]; now: Date }): Promise<void> {
  const pool = await findCodePool(tx, shopId);
  if (!pool) return;
  const key = (await listPrintKeys(tx, await getShop(tx, shopId))).find(({ checkedAt }) => checkedAt !== null);
  if (pool.way === "print" && key) {
    const orders = await listOrdersWithoutCode(tx, shopId, orderIds);
    const numbered = orders.flatMap(({ orderId, name }) => {
      const orderNumber = orderNumberIn(name);
      return orderNumber === undefined ? [] : [{ orderId, orderNumber }];
    });
    const byId = new Map(orders.map((order) => [order.orderId, order]));
    for (const { orderId, code, terms, endsAt, isRefused } of numbered.length > 0 ? await takePrintCodes(tx, shopId, { keyVersion: key.version, orders: numbered }) : []) {
      const order = byId.get(orderId)!;
      if (isRefused) continue;
      await addConfirmationCode(tx, shopId, { orderId, orderName: order.name, code, way: "print", terms, reservedMinor: reservationOf(order, terms), state: "ready", usedOrderId: null, givenAt: now, endsAt });
    }
  }
  await enqueueJob(tx, fillCodePoolOf(shopId));
}
