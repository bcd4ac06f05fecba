import type { CustomerId } from "#app/domain/ids.ts";
import { bookLine, differenceOf, shortageOf, takeLineBack, undoKey, undoneWhy, type FileLine, type Holding } from "#app/domain/import/book-line.ts";
import { lineProblem, type LineRules } from "#app/domain/import/line-rules.ts";
import type { Lot } from "#app/domain/points/lot.ts";
import type { OrderlessEntry } from "#app/domain/points/points-member.ts";
import { programAt } from "#app/domain/program/program.ts";
import { appendManyEntries } from "#app/ledger/append.server.ts";
import type { LockedConnection, LockedTx, Tx } from "#app/platform/db.server.ts";
import { loadPayingFileLots } from "#app/store/file-lots.server.ts";
import { listUnsettledOf, loadHoldingSums } from "#app/store/find-customers.server.ts";
import { findMembers } from "#app/store/find-members.server.ts";
import { findPiece, loadLotsByKey, writePiece, type ImportLine, type ImportRun } from "#app/store/imports.server.ts";
import { findLapseStart } from "#app/store/message-settings.server.ts";
import { loadLots } from "#app/store/points.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { claimSignedIn, copyFirstBalances, copyFirstLots, moveBalances, writeLots } from "#app/store/write-points.server.ts";
import { markDirty } from "#app/store/write-stages.server.ts";
import { loadLineRules } from "./load-line-rules.server.ts";
import { settleMembers } from "./settle-members.server.ts";

/**
 * Books the points of a piece of a file, or takes them back, in the caller's transaction, and keeps what became of each line.
 * Answers false behind the last piece.
 */
export async function bookBalancePiece(tx: LockedConnection, shopId: number, { run, now }: { run: ImportRun; now: Date }): Promise<boolean> {
  const piece = { importId: run.id, piece: run.piecesDone };
  const lines = await findPiece(tx, shopId, piece);
  if (!lines) return false;
  const owners = await findMembers(tx, shopId, lines.flatMap(({ customerId }) => customerId ?? []));
  await settleFirst(tx, shopId, { customerIds: [...new Set(owners.values())], now });
  const owned = lines.map((line) => ({ ...line, owner: line.customerId === null ? undefined : owners.get(line.customerId) }));
  const work = run.state === "running" ? bookPiece : undoPiece;
  await writePiece(tx, shopId, { ...piece, lines: await work(tx, shopId, { run, lines: owned, now }) });
  return true;
}

async function settleFirst(tx: LockedTx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<void> {
  const unsettled = await listUnsettledOf(tx, shopId, { customerIds, now });
  await settleMembers(tx, shopId, { customerIds: unsettled, now });
  await claimSignedIn(tx, shopId, { customerIds, now });
}

type OwnedLine = ImportLine & { owner: CustomerId | undefined };

interface Piece {
  run: ImportRun;
  lines: OwnedLine[];
  now: Date;
}

const keyOf = (run: ImportRun, line: number): string => `import:${run.id}:${line}`;

const GONE = "The customer does not exist any more.";

async function bookPiece(tx: LockedConnection, shopId: number, { run, lines, now }: Piece): Promise<ImportLine[]> {
  const usable = lines.filter(({ problem }) => problem === null);
  const takers = run.mode === "set" ? usable : usable.filter(({ points }) => (points ?? 0) < 0);
  const holdings = await loadHoldings(tx, shopId, { owners: usable.flatMap(({ owner }) => owner ?? []), takers: takers.flatMap(({ owner }) => owner ?? []) });
  const rules = await loadLineRules(tx, shopId, { kind: run.kind === "adjust" ? "adjust" : "import", now });
  const done: ImportLine[] = [];
  function* book(): Generator<OrderlessEntry> {
    for (const { owner, ...line } of lines) {
      const holding = owner === undefined ? undefined : holdings.get(owner);
      const booked = line.problem === null ? bookOne(holding, { run, line, owner, rules, now }) : { line };
      done.push(booked.line);
      if (booked.entry) yield booked.entry;
    }
  }
  await record(tx, shopId, { entries: book(), holdings, now });
  return done;
}

interface Booking {
  run: ImportRun;
  line: ImportLine;
  owner: CustomerId | undefined;
  rules: LineRules;
  now: Date;
}

function bookOne(holding: Holding | undefined, { run, line, owner, rules, now }: Booking): { line: ImportLine; entry?: OrderlessEntry } {
  if (!holding || owner === undefined || line.points === null) return { line: { ...line, problem: GONE } };
  const points = differenceOf(run.mode, line.points, holding.settledPoints);
  const problem = lineProblem({ points: line.points, expiresOn: line.expiresOn }, rules) ?? shortageOf(rules.kind, points, holding.settledPoints);
  if (problem !== null) return { line: { ...line, problem } };
  const reason = `${run.reason} (${run.fileName}, line ${line.line})`;
  const entry = points === 0 ? undefined : bookLine(holding, { customerId: owner, points, expiresOn: line.expiresOn, kind: rules.kind, key: keyOf(run, line.line), reason, by: run.createdBy, at: now });
  return { line: { ...line, bookedPoints: points, balancePoints: holding.settledPoints }, ...(entry && { entry }) };
}

async function undoPiece(tx: LockedConnection, shopId: number, { run, lines, now }: Piece): Promise<ImportLine[]> {
  const booked = lines.filter(({ bookedPoints = 0 }) => bookedPoints !== 0);
  const stored = await loadLotsByKey(tx, shopId, booked.map(({ line }) => keyOf(run, line)));
  const spenders = stored.filter(({ redeemed }) => redeemed > 0).map(({ customerId }) => customerId);
  const paying = new Map((await loadPayingFileLots(tx, shopId, [...new Set(spenders)])).map((one) => [one.lotKey, one]));
  const takers = stored.filter(({ key }) => paying.has(key)).map(({ customerId }) => customerId);
  const holdings = await loadHoldings(tx, shopId, { owners: booked.flatMap(({ owner }) => owner ?? []), takers });
  const lots = new Map(stored.map((lot) => [lot.key, lot]));
  const entries: OrderlessEntry[] = [];
  const done = lines.map(({ owner, ...line }): ImportLine => {
    const holding = owner === undefined ? undefined : holdings.get(owner);
    if (!holding || owner === undefined || !line.bookedPoints) return line;
    const [key, fileLine] = [keyOf(run, line.line), { ...run, line: line.line }];
    const lot = lots.get(key);
    const entry = line.bookedPoints < 0 ? giveBack(holding, { customerId: owner, key, points: -line.bookedPoints, fileLine, now }) : lot && takeLineBack(holding, { customerId: owner, lot, line: fileLine, paying: paying.get(key), at: now });
    if (entry) entries.push(entry);
    return { ...line, undonePoints: entry?.settledPoints ?? 0, balancePoints: holding.settledPoints };
  });
  await record(tx, shopId, { entries, holdings, now });
  return done;
}

// What a line took lives on without an end: the day of the line was that of other points.
function giveBack(holding: Holding, { customerId, key, points, fileLine, now }: { customerId: CustomerId; key: string; points: number; fileLine: FileLine; now: Date }): OrderlessEntry {
  const { reason, by } = undoneWhy(fileLine);
  return bookLine(holding, { customerId, kind: "adjust", key: undoKey(key), points, expiresOn: null, reason, by, at: now });
}

interface Held extends Holding {
  /** A row of balances is there already. */
  hasBalance: boolean;
}

async function loadHoldings(tx: Tx, shopId: number, { owners, takers }: { owners: CustomerId[]; takers: CustomerId[] }): Promise<Map<CustomerId, Held>> {
  const unique = [...new Set(owners)];
  const sums = await loadHoldingSums(tx, shopId, unique);
  const lots: Map<CustomerId, Lot[]> = takers.length === 0 ? new Map() : await loadLots(tx, shopId, { customerIds: [...new Set(takers)], orderIds: [] });
  return new Map(unique.map((customerId) => [customerId, { settledPoints: 0, debtPoints: 0, ...sums.get(customerId), hasBalance: sums.has(customerId), lots: lots.get(customerId) ?? [] }]));
}

/**
 * Writes what is booked, deciding the next entries while the database takes in those before. Lots and balances that were not
 * there yet come by COPY, like the entries; the others are moved. The shop's facts are locked, so nobody else gives a customer
 * the first points meanwhile.
 */
async function record(tx: LockedConnection, shopId: number, { entries, holdings, now }: { entries: Iterable<OrderlessEntry>; holdings: Map<CustomerId, Held>; now: Date }): Promise<void> {
  const appended = await appendManyEntries(tx, shopId, { entries, now });
  const moved = Map.groupBy(appended, (entry) => entry.customerId);
  const lots = [...moved.keys()].flatMap((customerId) => holdings.get(customerId)!.lots.map((lot) => ({ ...lot, customerId })));
  const credited = new Set(appended.flatMap(({ credit }) => credit?.key ?? []));
  await copyFirstLots(tx, shopId, lots.filter(({ key }) => credited.has(key)));
  await writeLots(tx, shopId, lots.filter(({ key }) => !credited.has(key)));
  const movements = [...moved].map(([customerId, own]) => ({
    customerId,
    pendingPoints: 0,
    settledPoints: own.reduce((sum, entry) => sum + entry.settledPoints, 0),
    debtPoints: holdings.get(customerId)!.debtPoints,
    activeAt: null,
    nextDueAt: "keep" as const,
  }));
  const isFirst = ({ customerId }: { customerId: CustomerId }) => !holdings.get(customerId)!.hasBalance;
  await copyFirstBalances(tx, shopId, movements.filter(isFirst));
  await moveBalances(tx, shopId, movements.filter((movement) => !isFirst(movement)));
  await markEnding(tx, shopId, { entries: appended, now });
}

/** Points that may end have to be looked at again, so that they end in time: by their own day, or by a rule for all of a member's. */
async function markEnding(tx: LockedTx, shopId: number, { entries, now }: { entries: OrderlessEntry[]; now: Date }): Promise<void> {
  const mayAllEnd = (await findLapseStart(tx, shopId)) !== null || programAt(await listProgramVersions(tx, shopId), now)?.program.expiry.kind === "rolling";
  const customerIds = entries.flatMap(({ customerId, credit }) => (credit && (mayAllEnd || credit.expiresOn !== null) ? customerId : []));
  if (customerIds.length > 0) await markDirty(tx, shopId, { customerIds: [...new Set(customerIds)], now });
}
