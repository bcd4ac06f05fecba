import type { CustomerId } from "#app/domain/ids.ts";
import { actionsReached } from "#app/domain/program/actions-reached.ts";
import type { ProgramVersion } from "#app/domain/program/program.ts";
import type { Tx } from "#app/platform/db.server.ts";
import type { CountedHistory } from "#app/store/counted-history.server.ts";
import { enqueueJob } from "#app/store/jobs.server.ts";
import { logActions, revokeActions } from "#app/store/nth-order-actions.server.ts";
import { askForCustomerTags, askForProducts } from "#app/store/rule-facts.server.ts";
import { writeTiers } from "#app/store/tiers.server.ts";
import { loadCountedOrders } from "./load-counted-orders.server.ts";
import type { FreshPoints, Standings } from "./load-standings.server.ts";

interface Decided {
  history: CountedHistory;
  standings: Standings;
  settled: { member: { customerId: CustomerId }; entries: FreshPoints[] }[];
  versions: ProgramVersion[];
  now: Date;
}

/** Records what settling found out beside points: tiers with their causes, gifts of nth orders, and what to ask Shopify about. */
export async function recordStandings(tx: Tx, shopId: number, { customerIds, decision }: { customerIds: CustomerId[]; decision: Decided }): Promise<void> {
  const { history, standings, settled, versions, now } = decision;
  if (standings.hasTiers) {
    const fresh = new Map(settled.map(({ member, entries }) => [member.customerId, entries]));
    await writeTiers(tx, shopId, { tiers: customerIds.map((customerId) => ({ customerId, ...standings.tiersOf(customerId, fresh.get(customerId) ?? []) })), now });
  }
  if (versions.some(({ program }) => program.nthOrderActions.length > 0)) await recordActions(tx, shopId, { history, customerIds, versions, now });
  const { productIds, customerTags } = standings.wanted;
  const hasProducts = productIds.length > 0 && (await askForProducts(tx, shopId, productIds));
  const hasTags = customerTags.length > 0 && (await askForCustomerTags(tx, shopId, customerTags));
  if (hasProducts || hasTags) await enqueueJob(tx, { name: "read-rule-facts", payload: { shopId }, key: `read-rule-facts:${shopId}`, queue: `rule-facts:${shopId}` });
}

async function recordActions(tx: Tx, shopId: number, { history, customerIds, versions, now }: { history: CountedHistory; customerIds: CustomerId[]; versions: ProgramVersion[]; now: Date }): Promise<void> {
  const countedAt = await loadCountedOrders(tx, shopId, { history, customerIds, versions });
  const members = customerIds.map((customerId) => ({ customerId, counted: countedAt(customerId, now) }));
  const actions = members.flatMap(({ customerId, counted }) =>
    actionsReached(counted, { versions, now }).map(({ action, order, rank, version }) => ({
      customerId, actionId: action.id, n: rank, orderId: order.orderId, programVersion: version, gift: action.gift, customerTag: action.customerTag,
    })),
  );
  await revokeActions(tx, shopId, { customerIds, countedOrderIds: members.flatMap(({ counted }) => counted.map(({ order }) => order.orderId)), now });
  await logActions(tx, shopId, { actions, now });
}
