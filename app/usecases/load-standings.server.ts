import { isUnread, type ReadProduct } from "#app/domain/earning/product-readings.ts";
import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { PointsOrder } from "#app/domain/points/points-order.ts";
import { exclusionAt, standingOf, type MemberPast, type ShopRules, type Standing } from "#app/domain/points/standing.ts";
import { ruleNeedsOf, type RuleNeeds } from "#app/domain/program/rule-needs.ts";
import type { ProgramVersion } from "#app/domain/program/program.ts";
import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { isInForce } from "#app/domain/scoring/rank-at.ts";
import { stageOfCount } from "#app/domain/scoring/stage-of.ts";
import type { Stage } from "#app/domain/scoring/stage.ts";
import { qualifyTier, type Contribution, type TierGrant, type TierHistory } from "#app/domain/tiers/qualify-tier.ts";
import { contributionsSeenBy, grantsSeenBy, type Owned } from "#app/domain/tiers/seen-by.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { loadCustomerTags, loadExclusions, loadReadProducts, loadStagePolicies } from "#app/store/earning-past.server.ts";
import type { CountedHistory } from "#app/store/counted-history.server.ts";
import { loadTierGrants } from "#app/store/tier-grants.server.ts";
import type { ProductQuestion } from "#app/store/rule-facts.server.ts";
import { loadContributions, type TowardsTier } from "#app/store/tiers.server.ts";
import { loadCountedOrders, type CountedOrders } from "./load-counted-orders.server.ts";

/** An order of a member. */
export interface StandingQuestion {
  customerId: CustomerId;
  order: PointsOrder;
}

/** Points that were released or taken back in the same settling, before they are in the ledger. */
export interface FreshPoints {
  orderId: OrderId | null;
  kind: string;
  settledPoints: number;
  occurredAt: Date;
}

/** What of members decides their points, beside their orders. */
export interface Standings {
  standingAt: (customerId: CustomerId, order: PointsOrder, asked: { rankAt: Date; policyAt: Date; rank: number | null; fresh: FreshPoints[] }) => Standing;
  /** By the present counting policy. */
  tiersOf: (customerId: CustomerId, fresh: FreshPoints[]) => TierHistory;
  isExcluded: (customerId: CustomerId, at: Date) => boolean;
  hasTiers: boolean;
  /** Products and members' tags that a rule asks about, to be read from Shopify where they are not known. */
  wanted: { products: ProductQuestion[]; customerTags: { customerId: CustomerId; at: Date }[] };
}

interface Scope {
  history: CountedHistory;
  customerIds: CustomerId[];
  questions: StandingQuestion[];
  versions: ProgramVersion[];
  timeZone: string;
  now: Date;
}

/** Loads only what the rules of these versions ask about; reads nothing from Shopify and writes nothing. */
export async function loadStandings(tx: Tx, shopId: number, scope: Scope): Promise<Standings> {
  const { history, customerIds, questions, versions, timeZone, now } = scope;
  const needs = ruleNeedsOf(versions);
  const { placed, countedAt } = needs.limits ? await loadCountedOrders(tx, shopId, { history, customerIds, versions }) : NO_ORDERS;
  // A limit looks back at orders that are not asked about themselves.
  const lookedAt = [...questions.map(({ order }) => order), ...placed];
  const asked = needs.products ? [...new Set(lookedAt.flatMap(({ lines }) => lines.flatMap(({ productId }) => productId ?? [])))] : [];
  const products = asked.length > 0 ? await loadReadProducts(tx, shopId, asked) : new Map<string, ReadProduct>();
  const tags = needs.customerTags ? await loadCustomerTags(tx, shopId, customerIds) : new Map<CustomerId, MemberPast["customerTags"]>();
  const exclusions = await loadExclusions(tx, shopId, customerIds);
  const contributions = needs.tierBases.length > 0 ? await loadContributions(tx, shopId, { history, customerIds, bases: needs.tierBases }) : new Map<CustomerId, TowardsTier[]>();
  const grants = needs.tierBases.length > 0 ? await loadTierGrants(tx, shopId, customerIds) : new Map<CustomerId, Owned<TierGrant>[]>();
  const shop: ShopRules = { versions, timeZone, products, stageOfCount: await stages(tx, shopId, needs) };
  const countsPoints = needs.tierBases.includes("points");
  const histories = new Map<string, TierHistory>();
  // Before a merge each of a member's ids had tiers of its own. An order that settled keeps the tier that its counting policy gave.
  const tiersOf = (customerId: CustomerId, fresh: FreshPoints[], { holderId = customerId, policyAt }: { holderId?: CustomerId; policyAt?: Date } = {}): TierHistory => {
    const key = `${holderId} ${history.policyOf(policyAt)}`;
    const known = histories.get(key);
    if (known && !(countsPoints && fresh.length > 0)) return known;
    const merges = history.mergesOf(customerId);
    const freshly = fresh.flatMap((one) => toContribution(one, one.orderId === null ? customerId : history.holderOf({ customerId, orderId: one.orderId, at: one.occurredAt })));
    const towards = contributionsSeenBy(holderId, [...(contributions.get(customerId) ?? []).filter((one) => isInForce(one, policyAt)), ...freshly], merges);
    const tiers = needs.tierBases.length > 0 ? qualifyTier(towards, { versions, timeZone, now, grants: grantsSeenBy(holderId, grants.get(customerId) ?? [], merges) }) : { changes: [], nextDueAt: null };
    if (fresh.length === 0 || !countsPoints) histories.set(key, tiers);
    return tiers;
  };
  return {
    tiersOf: (customerId, fresh) => tiersOf(customerId, fresh),
    hasTiers: needs.tierBases.length > 0,
    isExcluded: (customerId, at) => exclusionAt({ exclusions: exclusions.get(customerId) ?? [], customerTags: tags.get(customerId) ?? [] }, { versions, at }) !== null,
    standingAt: (customerId, order, { rankAt, policyAt, rank, fresh }) =>
      standingOf(
        order,
        {
          countedAt: (at) => countedAt(customerId, { at, policyAt, holderId: history.holderOf({ customerId, orderId: order.orderId, at }) }),
          tierChanges: tiersOf(customerId, fresh, { policyAt, holderId: history.holderOf({ customerId, orderId: order.orderId, at: order.processedAt }) }).changes,
          customerTags: tags.get(customerId) ?? [], exclusions: exclusions.get(customerId) ?? [],
        },
        { shop, rankAt, rank },
      ),
    wanted: {
      products: needs.products ? unreadIn(questions, { products, now }) : [],
      customerTags: needs.customerTags ? questions.flatMap(({ customerId, order }) => (order.processedAt <= now ? { customerId, at: order.processedAt } : [])) : [],
    },
  };
}

const NO_ORDERS: CountedOrders = { placed: [], countedAt: () => [] };

const unreadIn = (questions: StandingQuestion[], { products, now }: { products: ReadonlyMap<string, ReadProduct>; now: Date }): ProductQuestion[] =>
  questions.flatMap(({ order: { orderId, lines, processedAt: at } }) =>
    lines.flatMap(({ productId }) => (productId && isUnread(products.get(productId), { at, now }) ? [{ productId, orderId, at }] : [])),
  );

const toContribution = ({ kind, settledPoints, occurredAt }: FreshPoints, ownerId: CustomerId): Owned<Contribution>[] =>
  kind === "earn_released" || kind === "reverse" ? [{ ownerId, basis: "points", at: occurredAt, placedAt: occurredAt, until: null, amount: settledPoints }] : [];

async function stages(tx: Tx, shopId: number, needs: RuleNeeds): Promise<(countedOrders: number, at: Date) => Stage> {
  const policies = needs.stages ? await loadStagePolicies(tx, shopId) : [];
  return (countedOrders, at) => {
    const policy = policies.findLast(({ from }) => from <= at) ?? policies[0] ?? DEFAULT_COUNTING_POLICY;
    return stageOfCount(countedOrders, policy);
  };
}
