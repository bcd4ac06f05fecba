import { inTransaction, type LockedConnection } from "#app/platform/db.server.ts";
import { isHistoryOpen } from "#app/store/backfills.server.ts";
import { changeImport, lockImport, type ImportKind, type ImportRun } from "#app/store/imports.server.ts";
import { enqueueJob, runImportOf, settleDueOf } from "#app/store/jobs.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { bookBalancePiece } from "./book-balance-piece.server.ts";
import { giveTierPiece } from "./give-tier-piece.server.ts";
import { takeInOrderPiece } from "./take-in-order-piece.server.ts";

const PIECE_TIMEOUT_MS = 2 * 60_000;

export type ImportAsked = { outcome: "started" } | { outcome: "not_now"; state: ImportRun["state"] } | { outcome: "unknown_import" } | { outcome: "history_open" } | { outcome: "never_undone" };

/**
 * Starts to book a checked file. A second time it is under way already, and says so. Orders wait until the shop's history has
 * been read: how many orders lie before it is counted then.
 */
export const startImport = (shopId: number, importId: string): Promise<ImportAsked> => ask(shopId, importId, { from: "checked", to: "running" });

/** Starts to take back what a file booked: what was spent since stays spent, unless it comes back with its code. Orders are facts and stay. */
export const undoImport = (shopId: number, importId: string): Promise<ImportAsked> => ask(shopId, importId, { from: "done", to: "undoing" });

async function ask(shopId: number, importId: string, { from, to }: { from: ImportRun["state"]; to: ImportRun["state"] }): Promise<ImportAsked> {
  return inTransaction(async (tx) => {
    const run = await lockImport(tx, shopId, importId);
    if (!run) return { outcome: "unknown_import" };
    if (run.state !== from) return { outcome: "not_now", state: run.state };
    if (run.kind === "orders" && to === "undoing") return { outcome: "never_undone" };
    if (run.kind === "orders" && (await isHistoryOpen(tx, shopId))) return { outcome: "history_open" };
    await changeImport(tx, shopId, { id: importId, state: to, piecesDone: 0, finishedAt: null });
    await enqueueJob(tx, runImportOf(shopId));
    return { outcome: "started" };
  });
}

type PieceWork = (tx: LockedConnection, shopId: number, at: { run: ImportRun; now: Date }) => Promise<boolean>;

const takeInOrders: PieceWork = (tx, shopId, { run, now }) => takeInOrderPiece(tx, shopId, { importId: run.id, piece: run.piecesDone, now });

const WORK: Record<ImportKind, PieceWork> = { import: bookBalancePiece, adjust: bookBalancePiece, orders: takeInOrders, tiers: giveTierPiece };

/**
 * Books, or takes back, the next piece of a file in one transaction with how far it came, so that after a crash the next call
 * goes on behind it. Answers whether anything is left to do.
 */
export async function runImportPiece(shopId: number, { importId, now }: { importId: string; now: Date }): Promise<{ isOpen: boolean }> {
  return inTransaction(
    async (client) => {
      const tx = await lockShopFacts(client, shopId);
      const run = await lockImport(tx, shopId, importId);
      if (run?.state !== "running" && run?.state !== "undoing") return { isOpen: false };
      if (await WORK[run.kind](tx, shopId, { run, now })) {
        await changeImport(tx, shopId, { id: importId, state: run.state, piecesDone: run.piecesDone + 1, finishedAt: null });
        return { isOpen: true };
      }
      await changeImport(tx, shopId, { id: importId, state: run.state === "running" ? "done" : "undone", piecesDone: run.piecesDone, finishedAt: now });
      await enqueueJob(tx, settleDueOf(shopId));
      return { isOpen: false };
    },
    { statementTimeoutMs: PIECE_TIMEOUT_MS },
  );
}
