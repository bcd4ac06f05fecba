import type { LockedTx } from "#app/platform/db.server.ts";
import { findMembers } from "#app/store/find-members.server.ts";
import { findPiece, writePiece, type ImportRun } from "#app/store/imports.server.ts";
import { addTierGrants, endTierGrants } from "#app/store/tier-grants.server.ts";
import type { CheckedTierLine } from "./check-tier-import.server.ts";
import { settleMembers } from "./settle-members.server.ts";

const GONE = "The customer does not exist any more.";

/**
 * Gives the tiers of a piece of a file, or takes them back, and settles whom they belong to, in the caller's transaction.
 * Answers false behind the last piece.
 */
export async function giveTierPiece(tx: LockedTx, shopId: number, { run, now }: { run: ImportRun; now: Date }): Promise<boolean> {
  const piece = { importId: run.id, piece: run.piecesDone };
  const lines = await findPiece<CheckedTierLine>(tx, shopId, piece);
  if (!lines) return false;
  const owners = await findMembers(tx, shopId, lines.flatMap(({ customerId }) => customerId ?? []));
  const ownerOf = ({ customerId }: CheckedTierLine) => (customerId === null ? undefined : owners.get(customerId));
  if (run.state === "running") {
    const given = lines.map((line): CheckedTierLine => (line.problem !== null ? line : ownerOf(line) === undefined ? { ...line, problem: GONE } : { ...line, isGiven: true }));
    const grants = given.flatMap((line) => (line.isGiven && line.tierId !== null ? { line: line.line, customerId: ownerOf(line)!, tierId: line.tierId, endsAt: line.endsAt } : []));
    await addTierGrants(tx, shopId, { importId: run.id, grants, now });
    await writePiece(tx, shopId, { ...piece, lines: given });
  } else {
    await endTierGrants(tx, shopId, { importId: run.id, lines: lines.map(({ line }) => line), now });
  }
  await settleMembers(tx, shopId, { customerIds: [...new Set(owners.values())], now });
  return true;
}
