import type { CustomerId } from "#app/domain/ids.ts";
import type { PointsMember, SettledEntry } from "#app/domain/points/points-member.ts";
import type { ProgramVersion } from "#app/domain/program/program.ts";
import type { FreshPoints } from "#app/domain/tiers/follow-fresh.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import type { CountedHistory } from "#app/store/counted-history.server.ts";
import { enqueueJob, readRuleFactsOf } from "#app/store/jobs.server.ts";
import { askForCustomerTags, askForProducts } from "#app/store/rule-facts.server.ts";
import { writeTiers } from "#app/store/tiers.server.ts";
import { givePerks, hasPerks } from "./give-perks.server.ts";
import type { Standings } from "./load-standings.server.ts";

interface Decided {
  history: CountedHistory;
  standings: Standings;
  settled: { member: Pick<PointsMember, "customerId" | "orders">; entries: SettledEntry[] }[];
  versions: ProgramVersion[];
  now: Date;
}

/** Records what settling found out beside points: tiers with their causes, what they and nth orders give, and what to ask Shopify about. */
export async function recordStandings(tx: LockedTx, shopId: number, { customerIds, decision }: { customerIds: CustomerId[]; decision: Decided }): Promise<void> {
  const { history, standings, settled, versions, now } = decision;
  const fresh = new Map(settled.map(({ member, entries }): [CustomerId, FreshPoints[]] => [member.customerId, [...entries, ...retoldOf(member)]]));
  if (standings.hasTiers) {
    await writeTiers(tx, shopId, { tiers: customerIds.map((customerId) => ({ customerId, ...standings.tiersOf(customerId, fresh.get(customerId) ?? []) })), now });
  }
  if (hasPerks(versions)) {
    const tiersOf = (customerId: CustomerId) => standings.tiersOf(customerId, fresh.get(customerId) ?? []);
    await givePerks(tx, shopId, { history, customerIds, versions, tiersOf, isExcluded: standings.isExcluded, now });
  }
  const { products, customerTags } = standings.wanted;
  const hasProducts = products.length > 0 && (await askForProducts(tx, shopId, products));
  const hasTags = customerTags.length > 0 && (await askForCustomerTags(tx, shopId, customerTags));
  if (hasProducts || hasTags) await enqueueJob(tx, readRuleFactsOf(shopId));
}

const retoldOf = ({ orders }: Pick<PointsMember, "orders">): FreshPoints[] => orders.flatMap(({ order, booking: { course } }) => (course ? [{ kind: "retold", orderId: order.orderId, course }] : []));
