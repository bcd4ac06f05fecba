import { rulesMet } from "../earning/calculate-earned-points.ts";
import { productsAt, type ReadProduct } from "../earning/product-readings.ts";
import { UNKNOWN_MEMBER, type MemberStanding, type PlacedOrder, type ProductFact } from "../earning/conditions/placed-order.ts";
import type { OrderId } from "../ids.ts";
import { eligibleAmountMinor } from "../orders/eligible-amount.ts";
import { programAt, type Program, type ProgramVersion } from "../program/program.ts";
import type { Stage } from "../scoring/stage.ts";
import { tierBefore, type TierChange } from "../tiers/qualify-tier.ts";
import { decidedAt, judgedAt, type JudgedAt } from "./judged-at.ts";
import type { PointsOrder, SettlingOrder } from "./points-order.ts";
import { settlementInstant } from "./settlement-instant.ts";
import type { Exclusion } from "./why.ts";

/** What decides an order's points beside the order itself, as of the order's placement. */
export interface Standing {
  member: MemberStanding;
  exclusion: Exclusion | null;
  products: ReadonlyMap<string, ProductFact>;
  timeZone: string;
}

const NO_PRODUCTS: ReadonlyMap<string, ProductFact> = new Map();

export const PLAIN_STANDING: Standing = { member: UNKNOWN_MEMBER, exclusion: null, products: NO_PRODUCTS, timeZone: "UTC" };

/** Something that was so from an instant (inclusive) to another (exclusive; null: still). */
export interface Spell<Value> {
  value: Value;
  from: Date;
  until: Date | null;
}

/** What is known of one customer's past beside orders. */
export interface CustomerPast {
  tierChanges: TierChange[];
  customerTags: Spell<string>[];
  exclusions: Spell<"excluded_staff" | "blocked">[];
}

/** What is known of a member's past: until a merge each of its ids had one of its own. */
export interface MemberPast {
  /** The past of whoever an order belonged to when it was placed; the tier by the counting policy that was in force at an instant. */
  pastOf: (order: PointsOrder, policyAt: Date) => CustomerPast;
  /** An order's number among those of whoever it belonged to then; null where it does not count. */
  rankOf: (order: PointsOrder, judged: JudgedAt) => number | null;
  /** The orders that count for whoever an order belonged to then, with their numbers, rising by (processedAt, id); the same list when the same is asked again soon. */
  countedAt: (order: PointsOrder, judged: JudgedAt) => RankedOrder[];
}

export interface RankedOrder {
  order: SettlingOrder;
  rank: number;
}

/** What holds for the whole shop. */
export interface ShopRules {
  versions: ProgramVersion[];
  timeZone: string;
  products: ReadonlyMap<string, ReadProduct>;
  /** The stage that so many counted orders give, by the policy of that time. */
  stageOfCount: (countedOrders: number, at: Date) => Stage;
}

/** An order as its rules see it: what was placed, with the member as of then. What adds up lines is added up when it is asked for. */
export const placedOrderOf = (order: PointsOrder, { program, standing }: { program: Program; standing: Standing }): PlacedOrder => ({
  processedAt: order.processedAt,
  timeZone: standing.timeZone,
  sourceName: order.sourceName,
  get eligibleMinor() {
    return eligibleAmountMinor(order, program.amountBasis);
  },
  get productIds() {
    return order.lines.flatMap((line) => line.productId ?? []);
  },
  products: standing.products,
  member: standing.member,
});

/**
 * The member as of an order's placement. What depends on other orders (stage, limits) looks at those before it by
 * (processedAt, id) that count as of when it is judged; `rank` is the order's own.
 */
export function standingOf(order: PointsOrder, past: MemberPast, { shop, judged, rank, usesBefore }: { shop: ShopRules; judged: JudgedAt; rank: number | null; usesBefore: UsesBefore }): Standing {
  return standingWith(order, past.pastOf(order, judged.policyAt), { shop, rank: rank ?? 1, usesBefore: usesBefore(order, judged) });
}

/** How often limited rules applied to a member's orders before one of them, as of when that one is judged. */
export type UsesBefore = (order: PointsOrder, judged: JudgedAt) => MemberStanding["usesBefore"];

/**
 * The uses of limited rules by one member's orders; each order is judged once. An order that had settled is judged as of its
 * settlement, so one that was given nothing by a rule then is no use of it, whatever became of the orders before it; one
 * that waits is judged with the one that asks. Points that an award gives to past orders use nothing up for orders that had
 * settled by then.
 */
export function limitUses(past: MemberPast, shop: ShopRules): UsesBefore {
  const limitedIds = limitedRuleIds(shop.versions);
  const settlings = new Map<OrderId, Settling>();
  const passes = new WeakMap<RankedOrder[], Pass>();
  const settlingOf = (order: SettlingOrder): Settling => {
    const version = earningVersion(order, shop.versions);
    const settling = { version, settlesAt: version && settlementInstant(order, { program: version.program, timeZone: shop.timeZone }) };
    settlings.set(order.orderId, settling);
    return settling;
  };
  const judge = (order: SettlingOrder, version: ProgramVersion, { judged, rank }: { judged: JudgedAt; rank: number | null }): string[] => {
    const standing = standingOf(order, past, { shop, judged, rank, usesBefore });
    if (rank === null || standing.exclusion) return [];
    const limited = version.program.earnRules.filter((rule) => limitedIds.has(rule.id));
    return rulesMet(limited, Object.assign(placedOrderOf(order, { program: version.program, standing }), { rank })).map(({ id }) => id);
  };
  const ruleIdsOf = ({ order, rank }: RankedOrder, counted: RankedOrder[], asked: JudgedAt): string[] => {
    const settling = settlings.get(order.orderId) ?? settlingOf(order);
    const { version, settlesAt } = settling;
    if (!version || decidedAt(version) > asked.policyAt) return [];
    const judged = judgedAt({ version, settlesAt }, asked.rankAt);
    if (judged.rankAt < asked.rankAt) return (settling.ruleIds ??= judge(order, version, { judged, rank: past.rankOf(order, judged) }));
    return judge(order, version, { judged, rank: past.countedAt(order, judged) === counted ? rank : past.rankOf(order, judged) });
  };
  // Goes on through the orders that count at one instant, up to one of them.
  const passTo = (order: PointsOrder, judged: JudgedAt): Pass => {
    const counted = past.countedAt(order, judged);
    const pass = passes.get(counted) ?? { place: 0, uses: new Map() };
    passes.set(counted, pass);
    for (let next = counted[pass.place]; next && isBefore(next.order, order); next = counted[pass.place]) {
      for (const ruleId of ruleIdsOf(next, counted, judged)) addTo(pass.uses, ruleId, next.order);
      pass.place += 1;
    }
    return pass;
  };
  const usesBefore: UsesBefore = (order, judged) => (ruleId, since) => countUses(passTo(order, judged).uses.get(ruleId) ?? [], { order, since });
  return usesBefore;
}

/** By which version an order can have used a rule, when it settles, and which rules it used once it had settled. */
interface Settling {
  version: ProgramVersion | undefined;
  settlesAt: Date | undefined;
  ruleIds?: string[];
}

/** How far the orders that count at one instant were judged, and which of them used which rule, rising. */
interface Pass {
  place: number;
  uses: Map<string, PointsOrder[]>;
}

function addTo(uses: Pass["uses"], ruleId: string, order: PointsOrder): void {
  const users = uses.get(ruleId);
  if (users) users.push(order);
  else uses.set(ruleId, [order]);
}

// From the last on, as a limit has few of its period.
function countUses(users: PointsOrder[], { order, since }: { order: PointsOrder; since: Date | null }): number {
  const isAfter = (user: PointsOrder | undefined) => user !== undefined && !isBefore(user, order);
  let end = users.length;
  while (isAfter(users[end - 1])) end -= 1;
  if (!since) return end;
  let start = end;
  for (let last = users[start - 1]; last && last.processedAt >= since; last = users[start - 1]) start -= 1;
  return end - start;
}

const isBefore = (a: PointsOrder, b: PointsOrder): boolean =>
  a.processedAt < b.processedAt || (a.processedAt.getTime() === b.processedAt.getTime() && BigInt(a.orderId) < BigInt(b.orderId));

function earningVersion(order: PointsOrder, versions: ProgramVersion[]): ProgramVersion | undefined {
  const version = programAt(versions, order.processedAt);
  return version && !version.isPaused && !version.award?.undoneAt && order.currency === version.currency ? version : undefined;
}

// A rule that a later version limits has been used under the earlier ones, too.
const limitedRuleIds = (versions: ProgramVersion[]): Set<string> =>
  new Set(versions.flatMap(({ program }) => program.earnRules.filter(({ conditions }) => conditions.some(({ kind }) => kind === "limit")).map(({ id }) => id)));

function standingWith(
  order: PointsOrder,
  past: CustomerPast,
  { shop, rank, usesBefore }: { shop: ShopRules; rank: number; usesBefore: MemberStanding["usesBefore"] },
): Standing {
  const at = order.processedAt;
  const customerTags = valuesAt(past.customerTags, at);
  const version = programAt(shop.versions, at);
  // What counted as which stage could be chosen until it was decided that the order earns.
  const policyAt = version && decidedAt(version) > at ? decidedAt(version) : at;
  return {
    member: { stage: shop.stageOfCount(rank - 1, policyAt), tierId: tierBefore(past.tierChanges, at), customerTags, usesBefore },
    exclusion: exclusionAt(past, { versions: shop.versions, at }),
    products: shop.products.size === 0 ? NO_PRODUCTS : productsAt(shop.products, order.lines.flatMap(({ productId }) => productId ?? []), at),
    timeZone: shop.timeZone,
  };
}

/** Why a customer is left out at an instant, by hand or by a tag; null when not. */
export function exclusionAt({ exclusions, customerTags }: Pick<CustomerPast, "exclusions" | "customerTags">, { versions, at }: { versions: ProgramVersion[]; at: Date }): Exclusion | null {
  const excludedTags = programAt(versions, at)?.program.excludedCustomerTags ?? [];
  return valuesAt(exclusions, at)[0] ?? (valuesAt(customerTags, at).some((tag) => excludedTags.includes(tag)) ? "excluded_tag" : null);
}

/** What was so at an instant. */
export const valuesAt = <Value>(spells: Spell<Value>[], at: Date): Value[] =>
  spells.filter(({ from, until }) => from <= at && (!until || until > at)).map(({ value }) => value);
