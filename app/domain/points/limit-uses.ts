import { rulesMet } from "../earning/calculate-earned-points.ts";
import type { OrderId } from "../ids.ts";
import { awardAt, programAt, type ProgramVersion } from "../program/program.ts";
import { decidedAt, judgedAt, type JudgedAt } from "./judged-at.ts";
import type { PointsOrder, SettlingOrder } from "./points-order.ts";
import { settlementInstant } from "./settlement-instant.ts";
import { placedOrderOf, standingOf, type MemberPast, type RankedOrder, type ShopRules, type UsesBefore } from "./standing.ts";

/**
 * The uses of limited rules by one member's orders; each order is judged once. An order that had settled is judged as of its
 * settlement, so one that was given nothing by a rule then is no use of it, whatever became of the orders before it; one
 * that waits is judged with the one that asks. What an award gives to past orders uses nothing up for orders that were
 * placed by then, nor for those that are judged after it was taken back.
 */
export function limitUses(past: MemberPast, shop: ShopRules): UsesBefore {
  const awards = shop.versions.filter(({ award }) => award);
  const among = new Map<ProgramVersion | "all" | undefined, UsesBefore>();
  const usesSeenWith = (award: ProgramVersion | "all" | undefined): UsesBefore => {
    const known = among.get(award);
    if (known) return known;
    const versions = award === "all" ? shop.versions : [...shop.versions.filter((one) => !one.award), ...(award ? [whileItStood(award)] : [])];
    const uses = usesAmong(past, { ...shop, versions }, usesSeen);
    among.set(award, uses);
    return uses;
  };
  const usesSeen: UsesBefore = (order, judged) => {
    const looksAtAll = awards.length === 0 || awardAt(shop.versions, order.processedAt);
    return usesSeenWith(looksAtAll ? "all" : awards.find((award) => isSeenBy(order, award, judged)))(order, judged);
  };
  return usesSeen;
}

/** Whether an award stood when an order was placed, and still when it was judged. */
const isSeenBy = ({ processedAt }: PointsOrder, { award }: ProgramVersion, { policyAt }: JudgedAt): boolean =>
  award !== undefined && award.awardedAt < processedAt && (award.undoneAt === null || (processedAt < award.undoneAt && policyAt < award.undoneAt));

const whileItStood = ({ award, ...version }: ProgramVersion): ProgramVersion => ({ ...version, ...(award && { award: { ...award, undoneAt: null } }) });

/** The uses by orders of some versions. What an order of the program had used itself before is asked of `usesOf`: it may see another award than who asks. */
function usesAmong(past: MemberPast, shop: ShopRules, usesOf: UsesBefore): UsesBefore {
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
    const standing = standingOf(order, past, { shop, judged, rank, usesBefore: version.award ? usesOfThese : usesOf });
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
  const usesOfThese: UsesBefore = (order, judged) => (ruleId, since) => countUses(passTo(order, judged).uses.get(ruleId) ?? [], { order, since });
  return usesOfThese;
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

