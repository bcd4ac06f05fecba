import { tagSpellsOf, type TagSighting } from "#app/domain/earning/customer-tag-spells.ts";
import { isUnread, type ReadProduct } from "#app/domain/earning/product-readings.ts";
import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { JudgedAt } from "#app/domain/points/judged-at.ts";
import type { PointsOrder } from "#app/domain/points/points-order.ts";
import { limitUses } from "#app/domain/points/limit-uses.ts";
import { exclusionAt, standingOf, type CustomerPast, type MemberPast, type RankedOrder, type ShopRules, type Standing, type UsesBefore } from "#app/domain/points/standing.ts";
import { ruleNeedsOf, type RuleNeeds } from "#app/domain/program/rule-needs.ts";
import { asPublished, awardAt, type ProgramVersion } from "#app/domain/program/program.ts";
import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { holderAt } from "#app/domain/scoring/holder-at.ts";
import { isInForce } from "#app/domain/scoring/rank-at.ts";
import { stageOfCount } from "#app/domain/scoring/stage-of.ts";
import type { Stage } from "#app/domain/scoring/stage.ts";
import { followFresh, isStillSo, isTowardsTier, readOn, type FollowedFresh, type FreshEntry, type FreshPoints } from "#app/domain/tiers/follow-fresh.ts";
import { leavingTogether } from "#app/domain/tiers/leave-together.ts";
import { qualifyTier, type Contribution, type TierHistory } from "#app/domain/tiers/qualify-tier.ts";
import { contributionsSeenBy, grantsSeenBy, type Owned } from "#app/domain/tiers/seen-by.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { loadExclusions, loadReadProducts, loadStagePolicies, loadTagSightings } from "#app/store/earning-past.server.ts";
import type { CountedHistory } from "#app/store/counted-history.server.ts";
import { loadTierGrants } from "#app/store/tier-grants.server.ts";
import type { ProductQuestion } from "#app/store/rule-facts.server.ts";
import { loadContributions } from "#app/store/tiers.server.ts";
import { loadCountedOrders, type CountedOrders } from "./load-counted-orders.server.ts";

/** An order of a member. */
export interface StandingQuestion {
  customerId: CustomerId;
  order: PointsOrder;
}

/** What of members decides their points, beside their orders. */
export interface Standings {
  standingAt: (customerId: CustomerId, order: PointsOrder, asked: JudgedAt & { rank: number | null; fresh: FreshPoints[] }) => Standing;
  /** By the present counting policy. */
  tiersOf: (customerId: CustomerId, fresh: FreshPoints[]) => TierHistory;
  /** With an order: whether the one was left out to whom it belonged then. */
  isExcluded: (customerId: CustomerId, at: Date, orderId?: OrderId) => boolean;
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
  /** Orders placed from then on are decided anew, so that their points are not taken from the ledger. */
  decidesAnewFrom?: Date;
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
  const besideOrdersOf = await loadBesideOrders(tx, shopId, { history, customerIds, needs });
  const { tiersOf, eraOf } = await loadTiers(tx, shopId, { scope, needs });
  const shop: ShopRules = { versions, timeZone, products, stageOfCount: await stages(tx, shopId, needs) };
  const listOf = lastLists(countedAt);
  const holderOf = (customerId: CustomerId, { orderId, processedAt: at }: PointsOrder) => history.holderOf({ customerId, orderId, at });
  const hasAwards = versions.some(({ award }) => award);
  const pastOf = (customerId: CustomerId, fresh: FreshPoints[]): MemberPast => ({
    pastOf(order, { policyAt, versions: seen }) {
      const holderId = holderOf(customerId, order);
      const tiers = tiersOf(customerId, fresh, { holderId, policyAt, before: order.processedAt, award: hasAwards ? awardAt(seen, order.processedAt) : undefined });
      return { ...besideOrdersOf(customerId, { holderId, at: order.processedAt }), tierChanges: tiers.changes };
    },
    rankOf: ({ orderId }, { rankAt: at, policyAt }) => history.rankOf({ customerId, orderId, at, policyAt }),
    countedAt: ({ orderId }, { rankAt: at, policyAt }) => listOf(customerId, { at, policyAt, holderId: history.holderOf({ customerId, orderId, at }) }),
  });
  const members = new Map<string, { past: MemberPast; usesBefore: UsesBefore }>();
  // What was judged once stays so, unless it depends on points that were settled since.
  const memberOf = (customerId: CustomerId, fresh: FreshPoints[]) => {
    const key = needs.tierBases.includes("points") ? `${customerId} ${eraOf(customerId, fresh)}` : customerId;
    const known = members.get(key);
    if (known) return known;
    const past = pastOf(customerId, fresh);
    const member = { past, usesBefore: limitUses(past, shop) };
    members.set(key, member);
    return member;
  };
  return {
    tiersOf: (customerId, fresh) => tiersOf(customerId, fresh),
    hasTiers: needs.tierBases.length > 0,
    isExcluded: (customerId, at, orderId) => exclusionAt(besideOrdersOf(customerId, { holderId: orderId ? history.holderOf({ customerId, orderId, at }) : customerId, at }), { versions, at }) !== null,
    standingAt(customerId, order, { rankAt, policyAt, rank, fresh }) {
      const { past, usesBefore } = memberOf(customerId, fresh);
      return standingOf(order, past, { shop, judged: { rankAt, policyAt }, rank, usesBefore });
    },
    wanted: {
      products: needs.products ? unreadIn(questions, { products, now }) : [],
      // Of a customer who was merged into another Shopify knows nothing any more.
      customerTags: needs.customerTags ? questions.flatMap(({ customerId, order }) => (order.processedAt <= now && holderOf(customerId, order) === customerId ? { customerId, at: order.processedAt } : [])) : [],
    },
  };
}

/** Tags and exclusions of one of a member's ids as of an instant: its own, and from a merge into it on those of both. */
type BesideOrders = (customerId: CustomerId, asked: { holderId: CustomerId; at: Date }) => Omit<CustomerPast, "tierChanges">;

async function loadBesideOrders(tx: Tx, shopId: number, { history, customerIds, needs }: Pick<Scope, "history" | "customerIds"> & { needs: RuleNeeds }): Promise<BesideOrders> {
  const sightings = needs.customerTags ? await loadTagSightings(tx, shopId, customerIds) : new Map<CustomerId, Owned<TagSighting>[]>();
  const exclusions = await loadExclusions(tx, shopId, customerIds);
  const tags = new Map<CustomerId, CustomerPast["customerTags"]>();
  return (customerId, { holderId, at }) => {
    const merges = history.mergesOf(customerId);
    const customerTags = tags.get(holderId) ?? tagSpellsOf(holderId, sightings.get(customerId) ?? [], merges);
    tags.set(holderId, customerTags);
    return { customerTags, exclusions: (exclusions.get(customerId) ?? []).filter(({ ownerId }) => holderAt(merges, ownerId, at) === holderId) };
  };
}

/** Tiers over time (at least those of before an instant) of one of a member's ids (default: the member), by a counting policy (default: the present one) and by what was published (with an award: by its rules). */
type TiersOf = (customerId: CustomerId, fresh: FreshPoints[], asked?: { holderId: CustomerId; policyAt?: Date; before?: Date; award?: ProgramVersion | undefined }) => TierHistory;

interface LoadedTiers {
  tiersOf: TiersOf;
  /** Another one where tiers that were asked about before may have been others. */
  eraOf: (customerId: CustomerId, fresh: FreshPoints[]) => string;
}

async function loadTiers(tx: Tx, shopId: number, { scope: { history, customerIds, versions, timeZone, now, decidesAnewFrom }, needs }: { scope: Scope; needs: RuleNeeds }): Promise<LoadedTiers> {
  if (needs.tierBases.length === 0) return { tiersOf: () => ({ changes: [], nextDueAt: null }), eraOf: () => "" };
  const contributions = await loadContributions(tx, shopId, { history, customerIds, bases: needs.tierBases, bookedBefore: decidesAnewFrom ?? null });
  const grants = await loadTierGrants(tx, shopId, customerIds);
  const countsPoints = needs.tierBases.includes("points");
  const histories = new Map<string, TierHistory>();
  const reads = new Map<string, number>();
  const allFollowed = new Map<CustomerId, { followed: FollowedFresh; fresh: FreshPoints[] }>();
  const follow = (customerId: CustomerId, fresh: FreshPoints[]): FollowedFresh => {
    const known = allFollowed.get(customerId);
    const goesOn = known && (known.fresh === fresh || known.followed.fromsMs.length === fresh.length);
    const followed = goesOn ? known.followed : followFresh((known?.followed.list ?? 0) + 1);
    if (!goesOn) allFollowed.set(customerId, { followed, fresh });
    readOn(followed, fresh, contributions.get(customerId) ?? []);
    return followed;
  };
  // Before a merge each of a member's ids had tiers of its own. An order that settled keeps the tier that its counting policy gave.
  const tiersOf: TiersOf = (customerId, fresh, { holderId, policyAt, before: asOf, award } = { holderId: customerId }) => {
    const followed = countsPoints ? follow(customerId, fresh) : null;
    const key = `${holderId} ${history.policyOf(policyAt)} ${followed?.list ?? 0} ${award?.award?.awardedAt.getTime() ?? ""}`;
    if (followed && asOf) followed.askedMs = Math.max(followed.askedMs, asOf.getTime());
    const known = histories.get(key);
    if (known && (!followed || isStillSo(followed, reads.get(key)!, asOf))) return known;
    const merges = history.mergesOf(customerId);
    const retold = new Map(fresh.flatMap((one) => ("course" in one ? [[one.orderId, one.course]] : [])));
    const ownerOf = (orderId: OrderId | null, at: Date) => (orderId === null ? customerId : history.holderOf({ customerId, orderId, at }));
    const freshly = [
      ...fresh.flatMap((one) => ("course" in one || (one.orderId !== null && retold.has(one.orderId)) ? [] : toContribution(one, ownerOf(one.orderId, one.occurredAt)))),
      ...[...retold].flatMap(([orderId, course]) => course.map(({ at, points }) => pointsAt(at, points, { orderId, ownerId: ownerOf(orderId, at) }))),
    ];
    const before = (contributions.get(customerId) ?? []).filter((one) => isInForce(one, policyAt) && !(one.basis === "points" && one.orderId && retold.has(one.orderId)));
    const towards = contributionsSeenBy(holderId, freshly.length > 0 ? leavingTogether([...before, ...freshly]) : before, merges);
    const tiers = qualifyTier(towards, { versions: award ? [asPublished(award)] : versions, timeZone, now, grants: grantsSeenBy(holderId, grants.get(customerId) ?? [], merges) });
    histories.set(key, tiers);
    if (followed) reads.set(key, fresh.length);
    return tiers;
  };
  return {
    tiersOf,
    eraOf(customerId, fresh) {
      const { list, era } = follow(customerId, fresh);
      return `${list} ${era}`;
    },
  };
}

const NO_ORDERS: CountedOrders = { placed: [], countedAt: () => [] };

const LISTS_MAX = 64;

/** The last lists that were asked for stay as they are: each of a member's orders asks for those before it. */
function lastLists(countedAt: CountedOrders["countedAt"]): (customerId: CustomerId, asked: { at: Date; policyAt: Date; holderId: CustomerId }) => RankedOrder[] {
  const lists = new Map<string, RankedOrder[]>();
  return (customerId, asked) => {
    const key = `${asked.holderId} ${asked.policyAt.getTime()} ${asked.at.getTime()}`;
    const list = lists.get(key) ?? countedAt(customerId, asked);
    lists.delete(key);
    lists.set(key, list);
    for (const oldest of lists.keys()) {
      if (lists.size <= LISTS_MAX) break;
      lists.delete(oldest);
    }
    return list;
  };
}

const unreadIn = (questions: StandingQuestion[], { products, now }: { products: ReadonlyMap<string, ReadProduct>; now: Date }): ProductQuestion[] =>
  questions.flatMap(({ order: { orderId, lines, processedAt: at } }) =>
    lines.flatMap(({ productId }) => (productId && isUnread(products.get(productId), { at, now }) ? [{ productId, orderId, at }] : [])),
  );

const toContribution = ({ orderId, kind, settledPoints, waivedPoints, occurredAt }: FreshEntry, ownerId: CustomerId): OwnedPoints[] =>
  isTowardsTier({ kind }) ? [pointsAt(occurredAt, settledPoints - waivedPoints, { orderId, ownerId })] : [];

type OwnedPoints = Owned<Contribution> & { orderId?: OrderId };

const pointsAt = (at: Date, amount: number, { orderId, ownerId }: { orderId: OrderId | null; ownerId: CustomerId }): OwnedPoints =>
  ({ ownerId, ...(orderId !== null && { orderId }), basis: "points", at, placedAt: at, until: null, amount });

async function stages(tx: Tx, shopId: number, needs: RuleNeeds): Promise<(countedOrders: number, at: Date) => Stage> {
  const policies = needs.stages ? await loadStagePolicies(tx, shopId) : [];
  return (countedOrders, at) => {
    const policy = policies.findLast(({ from }) => from <= at) ?? policies[0] ?? DEFAULT_COUNTING_POLICY;
    return stageOfCount(countedOrders, policy);
  };
}
