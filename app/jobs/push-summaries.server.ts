import { programAt, type ProgramVersion } from "#app/domain/program/program.ts";
import { missingScopesFor } from "#app/domain/redemption/reward-scopes.ts";
import { customerTagsOf, tagChanges } from "#app/domain/summary/customer-tags.ts";
import { missingScopesForSummary } from "#app/domain/summary/summary-scopes.ts";
import { tagCustomer } from "#app/effects/tag-customer.server.ts";
import { defineMemberSummary, inCalls, writeMemberSummaries } from "#app/effects/write-member-summaries.server.ts";
import { writeProgramSummary } from "#app/effects/write-program-summary.server.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { getShopProgramSummary } from "#app/queries/shop-program-summary.server.ts";
import { TerminalError } from "#app/shopify/errors.ts";
import { isHistoryOpen } from "#app/store/backfills.server.ts";
import { getCountingPolicy } from "#app/store/counting-policies.server.ts";
import { enqueueJob, pushSummariesOf } from "#app/store/jobs.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { countDirtySummaries, type DirtySummary, hasUntoldTexts, listNewestDirty, markNextSummaries, noteWritten, type SummaryWritten } from "#app/store/member-summaries.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { changeSummaryPush, loadSummaryPush, type SummaryPush } from "#app/store/summary-pushes.server.ts";
import { needsWriting, prepareSummary, type PreparedSummary } from "./prepare-summary.server.ts";
import { advanceBulk, startBulk } from "./push-summaries-in-bulk.server.ts";
import { beginTurn } from "./turn.ts";

const PAGE = 2_000;
const MARKED_AT_ONCE = 5_000;
/** So many are written before it is asked again who changed last. */
const BETWEEN_LOOKS = 200;
/** From so many on, one bulk operation costs Shopify less than calls of 25. */
const BULK_FROM = 1_000;
const DAY_MS = 86_400_000;
// What Shopify refuses as a whole, such as for want of a scope, will not pass in seconds.
const REST_MS = 10 * 60_000;

/**
 * Brings what Shopify shows of customers in line with what is booked: whoever changed is read, and written only where the
 * text is another than the last one; 25 a call, or by a bulk operation where there are many. Does nothing before a program
 * is in force, without the scope, or while history is still read.
 *
 * Everybody is looked at again when another version comes into force, and once a day, because rewards begin and end. Texts that
 * the merchant has changed are told at once. Who is left when its turn is over is the next one's.
 */
export async function pushSummaries(shop: Shop, clock: () => Date, { bulkFrom = BULK_FROM }: { bulkFrom?: number } = {}): Promise<void> {
  if (missingScopesForSummary(shop.grantedScopes).length > 0 || (await isHistoryOpen(pool, shop.id))) return;
  const inForce = programAt(await listProgramVersions(pool, shop.id), clock());
  const push = await loadSummaryPush(pool, shop.id);
  if (!inForce || inForce.award || (push.restsUntil && push.restsUntil > clock())) return;
  // Nobody is on the way to a reward that could not be given.
  const rewards = inForce.program.rewards.filter((reward) => missingScopesFor({ rewards: [reward] }, shop.grantedScopes).length === 0);
  const version = { ...inForce, program: { ...inForce.program, rewards } };
  try {
    await pushNow(shop, { version, push, clock, bulkFrom });
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    logger.warn({ shopId: shop.id, reason: error.message }, "summaries of customers rest");
    await changeSummaryPush(pool, shop.id, { restsUntil: new Date(clock().getTime() + REST_MS) });
  }
}

async function pushNow(shop: Shop, { version, push, clock, bulkFrom }: { version: ProgramVersion; push: SummaryPush; clock: () => Date; bulkFrom: number }): Promise<void> {
  if (!push.definedAt) {
    await defineMemberSummary(shop);
    await changeSummaryPush(pool, shop.id, { definedAt: clock() });
  }
  const isAged = push.markedAt === null || clock().getTime() - push.markedAt.getTime() >= DAY_MS;
  const isAnother = push.programVersion !== version.version || isAged;
  if (isAnother || (await hasUntoldTexts(pool, shop.id))) await tellProgram(shop, version, clock());
  if (isAnother) await markAll(shop, version, { isFirst: push.markedAt === null, now: clock() });
  const isLeft = (isAnother || push.markedThroughId !== null) && (await markPieces(shop, clock));
  if (isLeft) return enqueueJob(pool, pushSummariesOf(shop.id));
  const { mergeSameDay } = await getCountingPolicy(pool, shop.id);
  const prepare = (member: DirtySummary) => prepareSummary(member, version, { now: clock(), timeZone: shop.timeZone, mergeSameDay });
  const isBulkOpen = await advanceBulk(shop, push, clock);
  if (!isBulkOpen && (await countDirtySummaries(pool, shop.id, bulkFrom)) >= bulkFrom) await startBulk(shop, { prepare, clock });
  // The newest first: what an order has just caused does not wait for everybody else.
  for (const isTurnOver = beginTurn(clock); !isTurnOver(); ) {
    const page = await listNewestDirty(pool, shop.id, PAGE);
    const members = page.map(prepare);
    const busy = members.filter((member) => needsWriting(member) || tagsOf(member, push.tagPrefix) !== undefined);
    const marked = new Set(busy);
    const idle = members.filter((member) => !marked.has(member));
    for (const piece of inPieces(busy.slice(0, BETWEEN_LOOKS), idle)) await writePiece(shop, piece, { tagPrefix: push.tagPrefix, clock });
    if (page.length < PAGE && busy.length <= BETWEEN_LOOKS) return;
  }
  await enqueueJob(pool, pushSummariesOf(shop.id));
}

/** What the shop's own pages say of the program. A refusal keeps no customer's summary waiting; the next day tries again. */
async function tellProgram(shop: Shop, version: ProgramVersion, now: Date): Promise<void> {
  const { summary, textsChangedAt } = await getShopProgramSummary(shop, version, now);
  try {
    await writeProgramSummary(shop, JSON.stringify(summary));
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    logger.warn({ shopId: shop.id, reason: error.message }, "the shop's pages were not told of the program");
  }
  await changeSummaryPush(pool, shop.id, { textsToldAt: textsChangedAt });
}

/** `isFirst`: since this installation. What was told before it may be gone with the app. */
const markAll = (shop: Shop, { version }: ProgramVersion, { isFirst, now }: { isFirst: boolean; now: Date }): Promise<void> =>
  inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shop.id);
    await changeSummaryPush(tx, shop.id, { programVersion: version, markedAt: now, markedThroughId: "0", ...(isFirst && { isForgetting: true }) });
  });

/** Answers whether somebody is left to be marked after a turn. */
async function markPieces(shop: Shop, clock: () => Date): Promise<boolean> {
  let isLeft = true;
  for (const isTurnOver = beginTurn(clock); isLeft && !isTurnOver(); ) {
    isLeft = await inTransaction(async (tx) => markNextSummaries(await lockShopFacts(tx, shop.id), shop.id, { limit: MARKED_AT_ONCE, now: clock() }));
  }
  return isLeft;
}

type Piece = { members: PreparedSummary[]; isWritten: boolean };

/** Whoever has to be written in calls, and the others in one piece. */
function inPieces(busy: PreparedSummary[], idle: PreparedSummary[]): Piece[] {
  const same = [...busy.filter((member) => !needsWriting(member)), ...idle];
  return [...inCalls(busy.filter(needsWriting)).map((members) => ({ members, isWritten: true })), ...(same.length > 0 ? [{ members: same, isWritten: false }] : [])];
}

async function writePiece(shop: Shop, { members, isWritten }: Piece, { tagPrefix, clock }: { tagPrefix: string | null; clock: () => Date }): Promise<void> {
  const refusals = isWritten ? await writeMemberSummaries(shop, members) : new Map<string, string>();
  const written: SummaryWritten[] = [];
  for (const member of members) {
    const { customerId, changes } = member;
    const refusal = refusals.get(customerId) ?? null;
    const pushedHash = isWritten && refusal === null ? member.textHash : member.pushedHash;
    written.push({ customerId, changes, pushedHash, refusal, tags: refusal === null ? await tag(shop, member, tagPrefix) : member.tags });
  }
  await inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shop.id);
    await noteWritten(tx, shop.id, { written, now: clock() });
  });
}

/** How the tags of a member have to change; undefined when they are right. */
function tagsOf(member: PreparedSummary, prefix: string | null): { add: string[]; remove: string[]; wanted: string[] } | undefined {
  if (member.isGone) return undefined;
  const wanted = prefix === null ? [] : customerTagsOf(member, prefix);
  const { add, remove } = tagChanges({ set: member.tags, wanted });
  return add.length > 0 || remove.length > 0 ? { add, remove, wanted } : undefined;
}

/** The tags of ours that the customer has afterwards. */
async function tag(shop: Shop, member: PreparedSummary, prefix: string | null): Promise<string[]> {
  const change = tagsOf(member, prefix);
  if (!change) return member.tags;
  const refusal = await tagCustomer(shop, { customerId: member.customerId, add: change.add, remove: change.remove });
  return refusal === null ? change.wanted : member.tags;
}
