import { pool } from "#app/platform/db.server.ts";
import { takeCall, type Allowance } from "#app/store/api-allowances.server.ts";

/**
 * What each token may ask of the REST API: 400 calls at once and 100 a second in the long run. Up to 200 more wait for at
 * most two seconds, so a program that asks one thing after another is slowed and never refused.
 */
export const API_ALLOWANCE: Allowance = { perSecond: 100, burst: 400, queue: 200 };

export type Admission = { outcome: "admitted"; waitMs: number } | { outcome: "refused"; retryAfterS: number };

/** Whether a token's call may be answered now, in a moment, or only when asked again after `retryAfterS` seconds. */
export async function admitCall(shopId: number, { tokenId, now }: { tokenId: string; now: Date }): Promise<Admission> {
  const { perSecond, queue } = API_ALLOWANCE;
  const left = await takeCall(pool, shopId, { tokenId, allowance: API_ALLOWANCE, now });
  if (left === undefined) return { outcome: "refused", retryAfterS: Math.ceil(queue / perSecond) };
  return { outcome: "admitted", waitMs: Math.ceil((Math.max(0, -left) * 1_000) / perSecond) };
}
