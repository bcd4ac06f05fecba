import type { CustomerId } from "#app/domain/ids.ts";
import { bookLine, differenceOf, shortageOf, type Holding } from "#app/domain/import/book-line.ts";
import type { Lot } from "#app/domain/points/lot.ts";
import type { SettledEntry } from "#app/domain/points/points-member.ts";
import { appendEntries } from "#app/ledger/append.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { isHistoryOpen } from "#app/store/backfills.server.ts";
import { changeImport, findCustomers, findImport, listLines, listUnsettledOf, loadLotsByKey, markLines, type ImportRun, type LineOutcome } from "#app/store/imports.server.ts";
import { enqueueJob } from "#app/store/jobs.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { loadLots } from "#app/store/points.server.ts";
import { claimSignedIn, moveBalances, writeLots } from "#app/store/write-points.server.ts";
import { markDirty } from "#app/store/write-stages.server.ts";
import { settleMembers } from "./settle-members.server.ts";

const PIECE_LINES = 5_000;
const PIECE_TIMEOUT_MS = 2 * 60_000;

export type ImportAsked = { outcome: "started" } | { outcome: "not_now"; state: ImportRun["state"] } | { outcome: "unknown_import" };

/** Starts to book a checked file. A second time it is under way already, and says so. */
export const startImport = (shopId: number, importId: string): Promise<ImportAsked> => ask(shopId, importId, { from: "checked", to: "running" });

/** Starts to take back what a file booked: what was spent since stays spent. */
export const undoImport = (shopId: number, importId: string): Promise<ImportAsked> => ask(shopId, importId, { from: "done", to: "undoing" });

async function ask(shopId: number, importId: string, { from, to }: { from: ImportRun["state"]; to: ImportRun["state"] }): Promise<ImportAsked> {
  return inTransaction(async (tx) => {
    const run = await findImport(tx, shopId, importId);
    if (!run) return { outcome: "unknown_import" };
    if (run.state !== from) return { outcome: "not_now", state: run.state };
    await changeImport(tx, shopId, { id: importId, state: to, throughLine: 0, finishedAt: null });
    await enqueueJob(tx, { name: "run-import", payload: { shopId }, key: `run-import:${shopId}`, queue: `import:${shopId}` });
    return { outcome: "started" };
  });
}

/**
 * Books, or takes back, the next piece of a file in one transaction with how far it came, so that after a crash the next call
 * goes on behind it. Answers whether anything is left to do.
 */
export async function runImportPiece(shopId: number, { importId, now }: { importId: string; now: Date }): Promise<{ isOpen: boolean }> {
  return inTransaction(
    async (tx) => {
      await lockShopFacts(tx, shopId);
      const run = await findImport(tx, shopId, importId);
      if (run?.state !== "running" && run?.state !== "undoing") return { isOpen: false };
      const lines = await listLines(tx, shopId, { importId, after: run.throughLine, limit: PIECE_LINES });
      const last = lines.at(-1);
      if (!last) {
        await changeImport(tx, shopId, { id: importId, state: run.state === "running" ? "done" : "undone", throughLine: run.throughLine, finishedAt: now });
        await enqueueJob(tx, { name: "settle-due", payload: { shopId }, key: `settle-due:${shopId}`, queue: `settle:${shopId}` });
        return { isOpen: false };
      }
      const owners = await findCustomers(tx, shopId, lines.map(({ customerId }) => ({ customerId, email: null })));
      await settleFirst(tx, shopId, { customerIds: owners.flatMap((owner) => owner?.customerId ?? []), now });
      const piece = { run, lines: lines.map((line, at) => ({ ...line, owner: owners[at]?.customerId })), now };
      if (run.state === "running") await bookPiece(tx, shopId, piece);
      else await undoPiece(tx, shopId, piece);
      await changeImport(tx, shopId, { id: importId, state: run.state, throughLine: last.line, finishedAt: null });
      return { isOpen: true };
    },
    { statementTimeoutMs: PIECE_TIMEOUT_MS },
  );
}

async function settleFirst(tx: Tx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<void> {
  const unsettled = await listUnsettledOf(tx, shopId, { customerIds, now });
  await settleMembers(tx, shopId, { customerIds: unsettled, now, isLive: !(await isHistoryOpen(tx, shopId)) });
  await claimSignedIn(tx, shopId, { customerIds, now });
}

interface Piece {
  run: ImportRun;
  lines: (Awaited<ReturnType<typeof listLines>>[number] & { owner: CustomerId | undefined })[];
  now: Date;
}

const keyOf = (run: ImportRun, line: number): string => `import:${run.id}:${line}`;

const GONE = "The customer does not exist any more.";

async function bookPiece(tx: Tx, shopId: number, { run, lines, now }: Piece): Promise<void> {
  const mayTake = run.mode === "set" ? lines : lines.filter(({ points }) => (points ?? 0) < 0);
  const holdings = await loadHoldings(tx, shopId, { owners: lines.flatMap(({ owner }) => owner ?? []), takers: mayTake.flatMap(({ owner }) => owner ?? []) });
  const entries: SettledEntry[] = [];
  const outcomes = lines.map(({ line, owner, points, expiresOn }): LineOutcome => {
    const holding = owner === undefined ? undefined : holdings.get(owner);
    if (!holding || owner === undefined || points === null) return { line, points: 0, problem: GONE };
    const difference = differenceOf(run.mode, points, holding.settledPoints);
    const problem = shortageOf(difference, holding.settledPoints);
    if (problem !== null || difference === 0) return { line, points: 0, problem };
    const reason = `${run.reason} (${run.fileName}, line ${line})`;
    entries.push(bookLine(holding, { customerId: owner, points: difference, expiresOn, kind: run.kind, key: keyOf(run, line), reason, by: run.createdBy, at: now }));
    return { line, points: difference, problem: null };
  });
  await record(tx, shopId, { entries, holdings, now });
  await markLines(tx, shopId, { importId: run.id, as: "booked", outcomes });
}

async function undoPiece(tx: Tx, shopId: number, { run, lines, now }: Piece): Promise<void> {
  const booked = lines.filter(({ bookedPoints }) => bookedPoints !== null && bookedPoints !== 0);
  const holdings = await loadHoldings(tx, shopId, { owners: booked.flatMap(({ owner }) => owner ?? []), takers: [] });
  const lots = new Map((await loadLotsByKey(tx, shopId, booked.map(({ line }) => keyOf(run, line)))).map((lot) => [lot.key, lot]));
  const entries: SettledEntry[] = [];
  const outcomes = booked.map(({ line, owner, bookedPoints, expiresOn }): LineOutcome => {
    const lot = lots.get(keyOf(run, line));
    const holding = owner === undefined ? undefined : holdings.get(owner);
    if (!holding || owner === undefined) return { line, points: 0, problem: GONE };
    const points = (bookedPoints ?? 0) > 0 ? -(lot?.left ?? 0) : -(bookedPoints ?? 0);
    if (points === 0) return { line, points: 0, problem: null };
    // Only the file's own lot is taken from; what else the customer has is none of its business.
    const own: Holding = { settledPoints: Math.max(holding.settledPoints, -points), debtPoints: holding.debtPoints, lots: lot ? [lot] : [] };
    const entry = bookLine(own, {
      customerId: owner, points, expiresOn, kind: "adjust", key: `${keyOf(run, line)}:undo`, reason: `${run.reason}: undone (${run.fileName}, line ${line})`, by: run.createdBy, at: now,
    });
    holding.debtPoints = own.debtPoints;
    holding.settledPoints += points;
    holding.lots.push(...own.lots);
    entries.push(entry);
    return { line, points, problem: null };
  });
  await record(tx, shopId, { entries, holdings, now });
  await markLines(tx, shopId, { importId: run.id, as: "undone", outcomes });
}

async function loadHoldings(tx: Tx, shopId: number, { owners, takers }: { owners: CustomerId[]; takers: CustomerId[] }): Promise<Map<CustomerId, Holding>> {
  const unique = [...new Set(owners)];
  const found = await findCustomers(tx, shopId, unique.map((customerId) => ({ customerId, email: null })));
  const lots: Map<CustomerId, Lot[]> = takers.length === 0 ? new Map() : await loadLots(tx, shopId, { customerIds: [...new Set(takers)], orderIds: [] });
  return new Map(found.flatMap((one) => (one ? [[one.customerId, { settledPoints: one.settledPoints, debtPoints: one.debtPoints, lots: lots.get(one.customerId) ?? [] }]] : [])));
}

async function record(tx: Tx, shopId: number, { entries, holdings, now }: { entries: SettledEntry[]; holdings: Map<CustomerId, Holding>; now: Date }): Promise<void> {
  const moved = Map.groupBy(entries, (entry) => entry.customerId);
  await appendEntries(tx, shopId, { entries, now });
  await writeLots(tx, shopId, [...moved.keys()].flatMap((customerId) => holdings.get(customerId)!.lots.map((lot) => ({ ...lot, customerId }))));
  const movements = [...moved].map(([customerId, own]) => ({
    customerId,
    pendingPoints: 0,
    settledPoints: own.reduce((sum, entry) => sum + entry.settledPoints, 0),
    debtPoints: holdings.get(customerId)!.debtPoints,
    activeAt: null,
    nextDueAt: "keep" as const,
  }));
  await moveBalances(tx, shopId, { movements, now });
  // Points with an end have to be looked at again, so that they end in time.
  await markDirty(tx, shopId, { customerIds: entries.filter(({ credit }) => credit?.expiresOn != null).map((entry) => entry.customerId), now });
}
