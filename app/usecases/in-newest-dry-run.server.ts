import type { Tx } from "#app/platform/db.server.ts";
import { inHeavyRead } from "#app/platform/heavy-reads.server.ts";

const STATEMENT_MS_MAX = 20_000;

/** A dry run was ended because the same person asked for the same anew. */
export class Superseded extends Error {
  override name = "Superseded";
}

/** Whose dry run it is, and what it tries: the draft, or an award of past orders. One ends no run of another. */
interface Asked {
  tried: "draft" | "award";
  by: string;
}

const newest = new Map<string, AbortController>();

/**
 * Runs a dry run as a heavy read of the shop, and ends the one of the same kind that the same person began before in this process: whoever
 * asks anew waits for the new answer only. An older one that waits for its turn reads nothing any more; one under way ends where
 * `read` looks at its signal. Either fails with `Superseded`.
 */
export async function inNewestDryRun<T>(shopId: number, { tried, by }: Asked, read: (tx: Tx, signal: AbortSignal) => Promise<T>): Promise<T> {
  const key = `${tried}/${shopId}/${by}`;
  newest.get(key)?.abort(new Superseded("the same person asked for the same dry run anew"));
  const own = new AbortController();
  newest.set(key, own);
  try {
    return await inHeavyRead(shopId, (tx) => read(tx, own.signal), { statementTimeoutMs: STATEMENT_MS_MAX, signal: own.signal });
  } finally {
    if (newest.get(key) === own) newest.delete(key);
  }
}
