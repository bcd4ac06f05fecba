import type { CustomerId } from "#app/domain/ids.ts";
import { actionsReached } from "#app/domain/program/actions-reached.ts";
import type { ProgramVersion } from "#app/domain/program/program.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { loadCountedOrders, loadPlacedOrders } from "#app/store/earning-past.server.ts";
import { enqueueJob } from "#app/store/jobs.server.ts";
import { logActions, revokeActions } from "#app/store/nth-order-actions.server.ts";
import { askForCustomerTags, askForProducts } from "#app/store/rule-facts.server.ts";
import { writeTiers } from "#app/store/tiers.server.ts";
import type { FreshPoints, Standings } from "./load-standings.server.ts";

interface Decided {
  standings: Standings;
  settled: { member: { customerId: CustomerId }; entries: FreshPoints[] }[];
  versions: ProgramVersion[];
  now: Date;
}

/** Records what settling found out beside points: tiers with their causes, gifts of nth orders, and what to ask Shopify about. */
export async function recordStandings(tx: Tx, shopId: number, { customerIds, decision }: { customerIds: CustomerId[]; decision: Decided }): Promise<void> {
  const { standings, settled, versions, now } = decision;
  if (standings.hasTiers) {
    const fresh = new Map(settled.map(({ member, entries }) => [member.customerId, entries]));
    await writeTiers(tx, shopId, { tiers: customerIds.map((customerId) => ({ customerId, ...standings.tiersOf(customerId, fresh.get(customerId) ?? []) })), now });
  }
  if (versions.some(({ program }) => program.nthOrderActions.length > 0)) await recordActions(tx, shopId, { customerIds, versions, now });
  const { productIds, customerTags } = standings.wanted;
  const hasProducts = productIds.length > 0 && (await askForProducts(tx, shopId, productIds));
  const hasTags = customerTags.length > 0 && (await askForCustomerTags(tx, shopId, customerTags));
  if (hasProducts || hasTags) await enqueueJob(tx, { name: "read-rule-facts", payload: { shopId }, key: `read-rule-facts:${shopId}`, queue: `rule-facts:${shopId}` });
}

async function recordActions(tx: Tx, shopId: number, { customerIds, versions, now }: { customerIds: CustomerId[]; versions: ProgramVersion[]; now: Date }): Promise<void> {
  const since = new Date(Math.min(...versions.map((version) => version.startsAt.getTime())));
  const orders = await loadPlacedOrders(tx, shopId, { customerIds, since });
  const lists = await loadCountedOrders(tx, shopId, customerIds.map((customerId) => ({ customerId, at: now })));
  const actions = customerIds.flatMap((customerId, place) => {
    const counted = lists[place]!.flatMap(({ orderId, rank }) => (orders.has(orderId) ? [{ order: orders.get(orderId)!, rank }] : []));
    return actionsReached(counted, { versions, now }).map(({ action, order, rank, version }) => ({
      customerId, actionId: action.id, n: rank, orderId: order.orderId, programVersion: version, gift: action.gift, customerTag: action.customerTag,
    }));
  });
  await revokeActions(tx, shopId, { customerIds, countedOrderIds: lists.flat().map(({ orderId }) => orderId), now });
  await logActions(tx, shopId, { actions, now });
}
