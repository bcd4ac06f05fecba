import { judgedAt } from "#app/domain/points/judged-at.ts";
import type { SettlingOrder } from "#app/domain/points/points-order.ts";
import { settlementInstant } from "#app/domain/points/settlement-instant.ts";
import { addToDryRun, emptyDryRun, finishDryRun, type DryRun } from "#app/domain/program/dry-run.ts";
import { programAt, type Program, type ProgramVersion } from "#app/domain/program/program.ts";
import { type ProgramFault, readProgram } from "#app/domain/program/read-program.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { loadCountedHistory } from "#app/store/counted-history.server.ts";
import { listBuyers, loadDryRunOrders } from "#app/store/dry-run-orders.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { loadStandings } from "./load-standings.server.ts";

const DAYS = 90;
const DAY_MS = 86_400_000;
const BATCH = 500;
const PREVIEW_MS_MAX = 25_000;

export interface ProgramPreview {
  from: Date;
  until: Date;
  draft: DryRun;
  /** What the program in force would have given for the same orders; null where there is none. */
  live: DryRun | null;
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
  return inTransaction(
    async (tx) => {
      await tx.query("SET TRANSACTION READ ONLY");
      const live = programAt(await listProgramVersions(tx, shopId), now);
      const scope = { from, until: now, now };
      return {
        outcome: "previewed",
        preview: {
          from,
          until: now,
          draft: await dryRun(tx, shopId, { ...scope, program: read.program }),
          live: live && !live.isPaused ? await dryRun(tx, shopId, { ...scope, program: live.program }) : null,
        },
      };
    },
    { statementTimeoutMs: PREVIEW_MS_MAX },
  );
}

/** What one set of rules gives for the orders placed in a time, as if it had been in force throughout it. */
export async function dryRun(tx: Tx, shopId: number, { program: tried, from, until, now }: { program: Program; from: Date; until: Date; now: Date }): Promise<DryRun> {
  const { timeZone, currency } = await getShop(tx, shopId);
  const version: ProgramVersion = { version: 0, startsAt: from, publishedAt: now, isPaused: false, currency, program: tried };
  const versions = [version];
  let run = emptyDryRun();
  let after = "0";
  for (;;) {
    const customerIds = await listBuyers(tx, shopId, { from, until, after, limit: BATCH });
    const last = customerIds.at(-1);
    if (last === undefined) return finishDryRun(run);
    after = last;
    const rows = await loadDryRunOrders(tx, shopId, { customerIds, from, until, now });
    const questions = rows.map(({ customerId, order }) => ({ customerId, order }));
    const history = await loadCountedHistory(tx, shopId, customerIds);
    const standings = await loadStandings(tx, shopId, { history, customerIds, questions, versions, timeZone, now });
    // A limit lets each order have what was left of it when the order settled.
    const judged = (order: SettlingOrder) => judgedAt({ version, settlesAt: settlementInstant(order, { program: tried, timeZone }) }, now);
    const orders = rows.map((row) => ({ ...row, standing: standings.standingAt(row.customerId, row.order, { ...judged(row.order), rank: row.rank, fresh: [] }) }));
    run = addToDryRun(run, orders, { versionOf: () => version, now });
  }
}
