import type { Tx } from "#app/platform/db.server.ts";
import { lockTokens } from "./shops.server.ts";

/** Shopify's wish that a shop be erased of whose leaving nothing was heard. */
export interface EraseWish {
  askedAt: Date;
  /** Since when Shopify refuses our tokens whenever it is asked; null where it does not, or was not asked yet. */
  refusedSince: Date | null;
  /** When the app was known to be installed for the last time: Shopify gave us tokens. */
  tokensGivenAt: Date;
}

/** Keeps Shopify's wish that a shop be erased, until it is done or an end was put to it; the newest counts. */
export async function keepEraseWish(tx: Tx, shopId: number, askedAt: Date): Promise<void> {
  await tx.query("UPDATE shops SET erase_asked_at = greatest(erase_asked_at, $2) WHERE id = $1", [shopId, askedAt]);
}

/** The wish that stands, if there is one. */
export async function findEraseWish(tx: Tx, shopId: number): Promise<EraseWish | undefined> {
  const { rows } = await tx.query<EraseWish>(
    `SELECT erase_asked_at AS "askedAt", erase_refused_since AS "refusedSince", greatest(installed_at, tokens_given_at) AS "tokensGivenAt"
     FROM shops WHERE id = $1 AND erase_asked_at IS NOT NULL`,
    [shopId],
  );
  return rows[0];
}

/** The same, and no tokens are given to the shop until the transaction ends. */
export async function lockEraseWish(tx: Tx, shopId: number): Promise<EraseWish | undefined> {
  await lockTokens(tx, shopId);
  await tx.query("SELECT FROM shops WHERE id = $1 FOR UPDATE", [shopId]);
  return findEraseWish(tx, shopId);
}

/** Shops for which such a wish stands. */
export async function listEraseWishes(tx: Tx): Promise<number[]> {
  return (await tx.query<{ id: number }>("SELECT id FROM shops WHERE erase_asked_at IS NOT NULL ORDER BY id")).rows.map(({ id }) => id);
}

/** Notes since when Shopify refuses our tokens; the first time stands. */
export async function noteTokensRefused(tx: Tx, shopId: number, at: Date): Promise<void> {
  await tx.query("UPDATE shops SET erase_refused_since = coalesce(erase_refused_since, $2) WHERE id = $1", [shopId, at]);
}

/** Puts an end to the wish of `askedAt`: the app is there. A newer one stands. */
export async function endEraseWish(tx: Tx, shopId: number, askedAt: Date): Promise<void> {
  await tx.query("UPDATE shops SET erase_asked_at = NULL, erase_refused_since = NULL WHERE id = $1 AND erase_asked_at = $2", [shopId, askedAt]);
}
