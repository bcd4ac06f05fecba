import type { Tx } from "#app/platform/db.server.ts";

/** `perSecond` calls flow in, up to `burst`; `queue` more may wait for theirs. */
export interface Allowance {
  perSecond: number;
  burst: number;
  queue: number;
}

/**
 * Takes one call from a token's allowance. Answers what is left, below zero by as many calls as wait before this one;
 * undefined when even the queue is full, and then nothing is taken. One row for each token, so that several processes
 * share it.
 */
export async function takeCall(
  tx: Tx,
  shopId: number,
  { tokenId, allowance: { perSecond, burst, queue }, now }: { tokenId: string; allowance: Allowance; now: Date },
): Promise<number | undefined> {
  const { rows } = await tx.query<{ calls_left: number }>(
    `INSERT INTO api_allowances AS a (shop_id, token_id, calls_left, refilled_at) VALUES ($1, $2, $4::float8 - 1, $6)
     ON CONFLICT (shop_id, token_id) DO UPDATE SET refilled_at = greatest(a.refilled_at, excluded.refilled_at),
       calls_left = least($4, a.calls_left + $3::float8 * greatest(0, extract(epoch FROM excluded.refilled_at - a.refilled_at)::float8)) - 1
     WHERE least($4, a.calls_left + $3::float8 * greatest(0, extract(epoch FROM excluded.refilled_at - a.refilled_at)::float8)) - 1 >= -$5::float8
     RETURNING a.calls_left`,
    [shopId, tokenId, perSecond, burst, queue, now],
  );
  return rows[0]?.calls_left;
}
