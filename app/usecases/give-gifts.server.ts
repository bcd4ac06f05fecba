import type { OrderId } from "#app/domain/ids.ts";
import { actionsReached } from "#app/domain/program/actions-reached.ts";
import type { ProgramVersion } from "#app/domain/program/program.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import type { CountedHistory } from "#app/store/counted-history.server.ts";
import { addPerk, endPerk, findGiftPerk, type PerkHolder } from "#app/store/member-perks.server.ts";
import { logActions, revokeActions } from "#app/store/nth-order-actions.server.ts";
import { findRedemption } from "#app/store/redemptions.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { grantId, grantReward, isGivable } from "./grant-reward.server.ts";
import { loadCountedOrders } from "./load-counted-orders.server.ts";
import type { Standings } from "./load-standings.server.ts";
import { takeGiftBack } from "./take-gift-back.server.ts";

/** Members, with the orders of which there is news; what they were left out of is judged as of each order. */
interface GiftScope {
  history: CountedHistory;
  holders: PerkHolder[];
  versions: ProgramVersion[];
  isExcluded: Standings["isExcluded"];
  now: Date;
}

/**
 * Gives the gifts that members' orders bring by their number, each once for ever, and takes back those that nobody used and
 * whose orders do not count any more. Answers the orders that bring one by news.
 */
export async function giveGifts(tx: LockedTx, shop: Shop, { history, holders, versions, isExcluded, now }: GiftScope): Promise<ReadonlySet<OrderId>> {
  if (!versions.some(({ program }) => program.nthOrderActions.length > 0)) return new Set();
  const customerIds = holders.map(({ customerId }) => customerId);
  const { countedAt } = await loadCountedOrders(tx, shop.id, { history, customerIds, versions });
  const members = holders.map((holder) => ({ ...holder, counted: countedAt(holder.customerId, { at: now }) }));
  const reached = members.flatMap(({ customerId, counted, newsIds }) =>
    actionsReached(counted, { versions, newsIds: new Set(newsIds) }).map(({ action, order, rank, version, program }) => ({
      customerId, actionId: action.id, n: rank, orderId: order.orderId, placedAt: order.processedAt, programVersion: version, gift: action.gift, customerTag: action.customerTag,
      reward: program.rewards.find(({ id }) => id === action.rewardId),
    })),
  );
  await revoke(tx, shop, { customerIds, countedOrderIds: members.flatMap(({ counted }) => counted.map(({ order }) => order.orderId)), now });
  // What Shopify would refuse for want of a scope waits: the scope may be granted while the order is news.
  const givable = reached.filter(({ customerId, orderId, placedAt, reward }) => !isExcluded(customerId, placedAt, orderId) && (!reward || isGivable(reward, shop)));
  for (const { customerId, actionId, n, orderId, gift, programVersion } of await logActions(tx, shop.id, { actions: givable, now })) {
    const reward = givable.find((one) => one.customerId === customerId && one.actionId === actionId && one.n === n)?.reward;
    const redemptionId = reward ? grantId() : null;
    const added = await addPerk(tx, shop.id, { perk: { customerId, kind: "gift", name: gift, cause: { actionId, n, orderId }, programVersion, redemptionId }, now });
    const currency = versions.find(({ version, award }) => version === programVersion && !award)?.currency;
    if (added && reward && redemptionId && currency) await grantReward(tx, shop, { redemptionId, customerId, reward, origin: "gift", programVersion, currency, now });
  }
  return new Set(givable.map(({ orderId }) => orderId));
}

async function revoke(tx: LockedTx, shop: Shop, revocation: Parameters<typeof revokeActions>[2]): Promise<void> {
  const { now } = revocation;
  for (const gift of await revokeActions(tx, shop.id, revocation)) {
    const perk = await findGiftPerk(tx, shop.id, gift);
    if (!perk) continue;
    await endPerk(tx, shop.id, { perkId: perk.id, because: "order_undone", now });
    const redemption = perk.redemptionId === null ? undefined : await findRedemption(tx, shop.id, perk.redemptionId);
    if (redemption) await takeGiftBack(tx, shop.id, { redemption, now });
  }
}
