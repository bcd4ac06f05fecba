import { productsAt, type ReadProduct } from "../earning/product-readings.ts";
import { UNKNOWN_MEMBER, type MemberStanding, type PlacedOrder, type ProductFact } from "../earning/conditions/placed-order.ts";
import { eligibleAmountMinor } from "../orders/eligible-amount.ts";
import { programAt, type Program, type ProgramVersion } from "../program/program.ts";
import type { Stage } from "../scoring/stage.ts";
import { tierBefore, type TierChange } from "../tiers/qualify-tier.ts";
import { decidedAt, type JudgedAt } from "./judged-at.ts";
import type { PointsOrder, SettlingOrder } from "./points-order.ts";
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
  /** The past of whoever an order belonged to when it was placed; the tier by some rules and the counting policy that was in force at an instant. */
  pastOf: (order: PointsOrder, asked: { policyAt: Date; versions: ProgramVersion[] }) => CustomerPast;
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
  return standingWith(order, past.pastOf(order, { policyAt: judged.policyAt, versions: shop.versions }), { shop, rank: rank ?? 1, usesBefore: usesBefore(order, judged) });
}

/** How often limited rules applied to a member's orders before one of them, as of when that one is judged. */
export type UsesBefore = (order: PointsOrder, judged: JudgedAt) => MemberStanding["usesBefore"];

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
