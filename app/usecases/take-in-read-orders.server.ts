import { horizonFor } from "#app/domain/history-horizon.ts";
import type { OrderId } from "#app/domain/ids.ts";
import type { CustomerFact, OrderFact } from "#app/domain/orders/order-fact.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { dropReread, findUnreadable } from "#app/store/reconciliations.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { settleMembers } from "./settle-members.server.ts";
import { noFacts, takeInFacts } from "./take-in-facts.server.ts";

/**
 * What Shopify answered about single orders and people, kept over what we had, and settled.
 *
 * An order that Shopify does not have any more is deleted here as well; one that is only too old for us to see stays. With
 * `isHistory` no change of stage is logged.
 */
export async function takeInReadOrders(
  shop: Shop,
  { facts, missingIds, customers = [], now, isHistory = false }: { facts: OrderFact[]; missingIds: OrderId[]; customers?: CustomerFact[]; now: Date; isHistory?: boolean },
): Promise<void> {
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shop.id);
    const unreadable = new Set(await findUnreadable(tx, shop.id, { orderIds: missingIds, readableSince: horizonFor(shop.grantedScopes, now) }));
    const deletedOrderIds = missingIds.filter((id) => !unreadable.has(id));
    const touched = await takeInFacts(tx, shop.id, { facts: { ...noFacts(), orders: facts, customers, deletedOrderIds }, now });
    const waited = await dropReread(tx, shop.id, [...unreadable]);
    await settleMembers(tx, shop.id, { customerIds: [...new Set([...touched, ...waited])], now, isHistory });
  });
}
