import type { CustomerId } from "#app/domain/ids.ts";
import { judgedAt } from "#app/domain/points/judged-at.ts";
import type { SettlingOrder } from "#app/domain/points/points-order.ts";
import { settlementInstant } from "#app/domain/points/settlement-instant.ts";
import { addToDryRun, emptyDryRun, finishDryRun, type DryRun } from "#app/domain/program/dry-run.ts";
import { programAt, type Program, type ProgramVersion } from "#app/domain/program/program.ts";
import { type ProgramFault, readProgram } from "#app/domain/program/read-program.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { inHeavyRead } from "#app/platform/heavy-reads.server.ts";
import { loadCountedHistory } from "#app/store/counted-history.server.ts";
import { listBuyers, loadDryRunOrders } from "#app/store/dry-run-orders.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { loadStandings } from "./load-standings.server.ts";

const DAYS = 90;
const DAY_MS = 86_400_000;
const BATCH = 500;
const STATEMENT_MS_MAX = 20_000;
// Somebody waits for it, and load balancers give up after half a minute or a minute.
const TRYING_MS_MAX = 12_000;

export interface ProgramPreview {
  from: Date;
  until: Date;
  draft: DryRun;
  /** What the program in force would have given for the same orders; null where there is none. */
  live: DryRun | null;
  tried: TriedShare;
}

export type Previewed = { outcome: "previewed"; preview: ProgramPreview } | { outcome: "invalid"; fields: ProgramFault[] };

/**
 * What a program would have given in the last 90 days, had it been in force all the time, beside the one that is in force
 * now. The same functions decide as when points are settled; nothing is written.
 */
export async function previewProgram(shopId: number, input: unknown, now: Date): Promise<Previewed> {
  const read = readProgram(input);
  if (read.outcome === "invalid") return read;
  const from = new Date(now.getTime() - DAYS * DAY_MS);
  return inHeavyRead(
    async (tx) => {
      await tx.query("SET TRANSACTION READ ONLY");
      const live = programAt(await listProgramVersions(tx, shopId), now);
      const programs = [read.program, ...(live && !live.isPaused ? [live.program] : [])];
      const { runs: [draft = emptyDryRun(), tried = null], share } = await tryPrograms(tx, shopId, { programs, from, until: now, now });
      return { outcome: "previewed", preview: { from, until: now, draft, live: tried, tried: share } };
    },
    { statementTimeoutMs: STATEMENT_MS_MAX },
  );
}

/** How many of the customers who ordered in a time were tried: all of them, or as many as time allowed, picked across all. */
export interface TriedShare {
  customers: number;
  of: number;
}

/**
 * What each of some sets of rules gives for the orders placed in a time, as if it had been in force throughout it: all of them
 * for the same customers. Begins with the last customers before `maxMs` are over, and says how many that were.
 */
export async function tryPrograms(
  tx: Tx,
  shopId: number,
  { programs, maxMs = TRYING_MS_MAX, ...time }: { programs: Program[]; from: Date; until: Date; now: Date; maxMs?: number },
): Promise<{ runs: DryRun[]; share: TriedShare }> {
  const untilMs = performance.now() + maxMs;
  const customerIds = await listBuyers(tx, shopId, time);
  const { timeZone, currency } = await getShop(tx, shopId);
  const versions = programs.map((program): ProgramVersion => ({ version: 0, startsAt: time.from, publishedAt: time.now, isPaused: false, currency, program }));
  let runs = versions.map(emptyDryRun);
  let customers = 0;
  for (const batch of scattered(customerIds)) {
    if (customers > 0 && performance.now() >= untilMs) break;
    runs = await addBatch(tx, shopId, { runs, customerIds: batch, versions, timeZone, ...time });
    customers += batch.length;
  }
  return { runs: runs.map(finishDryRun), share: { customers, of: customerIds.length } };
}

const GOLDEN = 0.618_033_988_75;

/** Batches of neighbours, which are read by ranges of ids, in an order that covers all of them evenly wherever it is left off. */
function scattered(customerIds: CustomerId[]): CustomerId[][] {
  const batches = Array.from({ length: Math.ceil(customerIds.length / BATCH) }, (_, at) => customerIds.slice(at * BATCH, (at + 1) * BATCH));
  return batches.map((batch, at) => ({ batch, place: (at * GOLDEN) % 1 })).toSorted((a, b) => a.place - b.place).map(({ batch }) => batch);
}

type Batch = { runs: DryRun[]; customerIds: CustomerId[]; versions: ProgramVersion[]; timeZone: string; from: Date; until: Date; now: Date };

async function addBatch(tx: Tx, shopId: number, { runs, customerIds, versions, timeZone, from, until, now }: Batch): Promise<DryRun[]> {
  const rows = await loadDryRunOrders(tx, shopId, { customerIds, from, until, now });
  const questions = rows.map(({ customerId, order }) => ({ customerId, order }));
  const history = await loadCountedHistory(tx, shopId, customerIds);
  const added: DryRun[] = [];
  for (const [at, version] of versions.entries()) {
    const standings = await loadStandings(tx, shopId, { history, customerIds, questions, versions: [version], timeZone, now });
    // A limit lets each order have what was left of it when the order settled.
    const judged = (order: SettlingOrder) => judgedAt({ version, settlesAt: settlementInstant(order, { program: version.program, timeZone }) }, now);
    const orders = rows.map((row) => ({ ...row, standing: standings.standingAt(row.customerId, row.order, { ...judged(row.order), rank: row.rank, fresh: [] }) }));
    added.push(addToDryRun(runs[at]!, orders, { versionOf: () => version, now }));
  }
  return added;
}
