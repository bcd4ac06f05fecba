import type { CustomerId } from "#app/domain/ids.ts";
import { judgedAt } from "#app/domain/points/judged-at.ts";
import { nothingBooked, type SettledEntry } from "#app/domain/points/points-member.ts";
import { settleMember } from "#app/domain/points/settle-member.ts";
import { settlementInstant } from "#app/domain/points/settlement-instant.ts";
import { addToDryRun, emptyDryRun, finishDryRun, type DryRun, type TriedOrder, type TriedShare, type UnreadFacts } from "#app/domain/program/dry-run.ts";
import type { ProgramVersion } from "#app/domain/program/program.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { loadCountedHistory, type CountedHistory } from "#app/store/counted-history.server.ts";
import { listBuyers, loadOrdersBetween, type OrderToJudge } from "#app/store/orders-to-judge.server.ts";
import { countUnreadTags } from "#app/store/rule-facts.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { loadStandings, type Standings } from "./load-standings.server.ts";

const BATCH = 500;
// Somebody waits for it, and load balancers give up after half a minute or a minute.
const TRYING_MS_MAX = 12_000;

/**
 * What each of some versions would give for the orders placed from its beginning (the same for all of them) until an instant,
 * were it published or awarded now: to the point what settling gives then, by the same functions, as far as Shopify need not
 * be asked first (`unread`, of all versions together). All are tried for the same customers. Begins with the last customers before `maxMs`
 * are over, and says how many that were; before each batch of customers it ends with the reason of an aborted `signal`.
 */
export async function tryVersions(
  tx: Tx,
  shopId: number,
  { versions, maxMs = TRYING_MS_MAX, until, now, signal }: { versions: ProgramVersion[]; until: Date; now: Date; maxMs?: number; signal?: AbortSignal },
): Promise<{ runs: DryRun[]; share: TriedShare; unread: UnreadFacts }> {
  const untilMs = performance.now() + maxMs;
  const from = new Date(Math.min(...versions.map(({ startsAt }) => startsAt.getTime())));
  const customerIds = await listBuyers(tx, shopId, { from, until });
  const { timeZone } = await getShop(tx, shopId);
  let runs = versions.map(emptyDryRun);
  let customers = 0;
  const unread: Unread = { productIds: new Set(), customers: 0 };
  for (const batch of scattered(customerIds)) {
    signal?.throwIfAborted();
    if (customers > 0 && performance.now() >= untilMs) break;
    runs = await addBatch(tx, shopId, { runs, unread, customerIds: batch, versions, timeZone, from, until, now });
    customers += batch.length;
  }
  return { runs: runs.map(finishDryRun), share: { customers, of: customerIds.length }, unread: { products: unread.productIds.size, customers: unread.customers } };
}

const GOLDEN = 0.618_033_988_75;

/** Batches of neighbours, which are read by ranges of ids, in an order that covers all of them evenly wherever it is left off. */
function scattered(customerIds: CustomerId[]): CustomerId[][] {
  const batches = Array.from({ length: Math.ceil(customerIds.length / BATCH) }, (_, at) => customerIds.slice(at * BATCH, (at + 1) * BATCH));
  return batches.map((batch, at) => ({ batch, place: (at * GOLDEN) % 1 })).toSorted((a, b) => a.place - b.place).map(({ batch }) => batch);
}

type Unread = { productIds: Set<string>; customers: number };
type Batch = { runs: DryRun[]; unread: Unread; customerIds: CustomerId[]; versions: ProgramVersion[]; timeZone: string; from: Date; until: Date; now: Date };

async function addBatch(tx: Tx, shopId: number, { runs, unread, customerIds, versions, timeZone, from, until, now }: Batch): Promise<DryRun[]> {
  const rows = await loadOrdersBetween(tx, shopId, { customerIds, from, until });
  const history = await loadCountedHistory(tx, shopId, customerIds);
  const added: DryRun[] = [];
  const asked: Standings["wanted"]["customerTags"] = [];
  for (const [at, version] of versions.entries()) {
    const standings = await loadStandings(tx, shopId, { history, customerIds, questions: rows, versions: [version], timeZone, now, decidesAnewFrom: from });
    const tried = [...Map.groupBy(rows, ({ customerId }) => customerId).values()].flatMap((theirs) => tryOrders(theirs, { history, standings, version, timeZone, now }));
    for (const { productId } of standings.wanted.products) unread.productIds.add(productId);
    asked.push(...standings.wanted.customerTags);
    added.push(addToDryRun(runs[at]!, tried, { versionOf: () => version, now }));
  }
  if (asked.length > 0) unread.customers += await countUnreadTags(tx, shopId, asked);
  return added;
}

/** The orders of one member with the rank and standing that decide their points now: once settled, those of the settlement. */
function tryOrders(rows: OrderToJudge[], { history, standings, version, timeZone, now }: { history: CountedHistory; standings: Standings; version: ProgramVersion; timeZone: string; now: Date }): TriedOrder[] {
  const fresh = settledPoints(rows, { history, standings, version, timeZone, now });
  return rows.map(({ customerId, order }) => {
    const judged = judgedAt({ version, settlesAt: settlementInstant(order, { program: version.program, timeZone }) }, now);
    const rank = history.rankOf({ customerId, orderId: order.orderId, at: judged.rankAt, policyAt: judged.policyAt });
    return { customerId, order, rank, standing: standings.standingAt(customerId, order, { ...judged, rank, fresh }) };
  });
}

/** The entries that lift a member into a tier by points. An award lifts nobody before it is made. */
function settledPoints(rows: OrderToJudge[], { history, standings, version, timeZone, now }: Parameters<typeof tryOrders>[1]): SettledEntry[] {
  const { tiers, tierQualification } = version.program;
  const [first] = rows;
  if (!first || version.award || tiers.length === 0 || tierQualification.basis !== "points") return [];
  const { customerId } = first;
  const member = { customerId, lots: [], debtPoints: 0, activeAt: null, isClaimed: false, orders: rows.map(({ order }) => ({ order, booking: nothingBooked() })) };
  return settleMember(member, {
    versions: [version],
    timeZone,
    now,
    lapseStartsAt: null,
    rankAt: (orderId, at, policyAt) => history.rankOf({ customerId, orderId, at, policyAt }),
    standingAt: (order, asked) => standings.standingAt(customerId, order, asked),
  });
}
