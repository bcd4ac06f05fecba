import { rulesMet } from "../earning/calculate-earned-points.ts";
import { productsAt, type ReadProduct } from "../earning/product-readings.ts";
import { UNKNOWN_MEMBER, type MemberStanding, type PlacedOrder, type ProductFact } from "../earning/conditions/placed-order.ts";
import { eligibleAmountMinor } from "../orders/eligible-amount.ts";
import { programAt, type Program, type ProgramVersion } from "../program/program.ts";
import type { Stage } from "../scoring/stage.ts";
import { tierBefore, type TierChange } from "../tiers/qualify-tier.ts";
import type { PointsOrder } from "./points-order.ts";
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

/** What is known of one member's past. */
export interface MemberPast {
  /** Counted orders as of an instant with their ranks, rising by (processedAt, id). */
  countedAt: (at: Date) => RankedOrder[];
  tierChanges: TierChange[];
  customerTags: Spell<string>[];
  exclusions: Spell<"excluded_staff" | "blocked">[];
}

export interface RankedOrder {
  order: PointsOrder;
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
 * (processedAt, id) that count as of `rankAt`; `rank` is the order's own.
 */
export function standingOf(order: PointsOrder, past: MemberPast, { shop, rankAt, rank }: { shop: ShopRules; rankAt: Date; rank: number | null }): Standing {
  let uses: Use[] | undefined;
  const usesBefore = (ruleId: string, since: Date | null) => countUses((uses ??= usesUpTo(order, past, { shop, rankAt })), ruleId, since);
  return standingWith(order, past, { shop, rank: rank ?? 1, usesBefore });
}

interface Use {
  ruleId: string;
  at: Date;
}

const countUses = (uses: Use[], ruleId: string, since: Date | null): number => uses.filter((use) => use.ruleId === ruleId && (!since || use.at >= since)).length;

// A limit looks back at orders that were limited themselves, so the member's orders are judged from the first on.
function usesUpTo(order: PointsOrder, past: MemberPast, { shop, rankAt }: { shop: ShopRules; rankAt: Date }): Use[] {
  const uses: Use[] = [];
  const limitedIds = limitedRuleIds(shop.versions);
  for (const earlier of past.countedAt(rankAt)) {
    if (!isBefore(earlier.order, order)) break;
    const version = programAt(shop.versions, earlier.order.processedAt);
    if (!version || version.isPaused || version.award?.undoneAt || earlier.order.currency !== version.currency) continue;
    const standing = standingWith(earlier.order, past, { shop, rank: earlier.rank, usesBefore: (ruleId, since) => countUses(uses, ruleId, since) });
    if (standing.exclusion) continue;
    const counted = version.program.earnRules.filter((rule) => limitedIds.has(rule.id));
    const met = rulesMet(counted, Object.assign(placedOrderOf(earlier.order, { program: version.program, standing }), { rank: earlier.rank }));
    uses.push(...met.map((rule) => ({ ruleId: rule.id, at: earlier.order.processedAt })));
  }
  return uses;
}

// A rule that a later version limits has been used under the earlier ones, too.
const limitedRuleIds = (versions: ProgramVersion[]): Set<string> =>
  new Set(versions.flatMap(({ program }) => program.earnRules.filter(({ conditions }) => conditions.some(({ kind }) => kind === "limit")).map(({ id }) => id)));

const isBefore = (a: PointsOrder, b: PointsOrder): boolean =>
  a.processedAt < b.processedAt || (a.processedAt.getTime() === b.processedAt.getTime() && BigInt(a.orderId) < BigInt(b.orderId));

function standingWith(
  order: PointsOrder,
  past: MemberPast,
  { shop, rank, usesBefore }: { shop: ShopRules; rank: number; usesBefore: MemberStanding["usesBefore"] },
): Standing {
  const at = order.processedAt;
  const customerTags = valuesAt(past.customerTags, at);
  return {
    member: { stage: shop.stageOfCount(rank - 1, at), tierId: tierBefore(past.tierChanges, at), customerTags, usesBefore },
    exclusion: exclusionAt(past, { versions: shop.versions, at }),
    products: shop.products.size === 0 ? NO_PRODUCTS : productsAt(shop.products, order.lines.flatMap(({ productId }) => productId ?? []), at),
    timeZone: shop.timeZone,
  };
}

/** Why a member is left out at an instant, by hand or by a tag; null when not. */
export function exclusionAt({ exclusions, customerTags }: Pick<MemberPast, "exclusions" | "customerTags">, { versions, at }: { versions: ProgramVersion[]; at: Date }): Exclusion | null {
  const excludedTags = programAt(versions, at)?.program.excludedCustomerTags ?? [];
  return valuesAt(exclusions, at)[0] ?? (valuesAt(customerTags, at).some((tag) => excludedTags.includes(tag)) ? "excluded_tag" : null);
}

/** What was so at an instant. */
export const valuesAt = <Value>(spells: Spell<Value>[], at: Date): Value[] =>
  spells.filter(({ from, until }) => from <= at && (!until || until > at)).map(({ value }) => value);
