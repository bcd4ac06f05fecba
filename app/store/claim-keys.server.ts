import { randomBytes } from "node:crypto";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import { open, seal } from "#app/platform/seal.server.ts";

/** A key that signs the claim links of one shop's mails: 64 hex digits, as they stand in the snippet. */
export interface ClaimKey {
  version: number;
  key: string;
  createdAt: Date;
}

/** How long a replaced key goes on working: longer than the longest code of a mail that was sent with it. */
const KEPT_DAYS = 400;

type Row = Omit<ClaimKey, "key"> & { keySealed: string };

const placeOf = (domain: string, version: number) => `shops/${domain}/claim_key/${version}`;

const opened = (domain: string, { version, keySealed, createdAt }: Row): ClaimKey => ({ version, key: open(keySealed, placeOf(domain, version)), createdAt });

/** The key of the present snippet; undefined where none was ever made. */
export async function findClaimKey(tx: Tx, { id, domain }: { id: number; domain: string }): Promise<ClaimKey | undefined> {
  const rows = await tx.query<Row>(`SELECT version, key_sealed AS "keySealed", created_at AS "createdAt" FROM claim_keys WHERE shop_id = $1 ORDER BY version DESC LIMIT 1`, [id]);
  return rows.rows[0] && opened(domain, rows.rows[0]);
}

/** Every key whose links are still taken, newest first. */
export async function listClaimKeys(tx: Tx, shop: { id: number; domain: string }, now: Date): Promise<ClaimKey[]> {
  const rows = await tx.query<Row>(
    `SELECT version, key_sealed AS "keySealed", created_at AS "createdAt" FROM claim_keys
     WHERE shop_id = $1 AND (replaced_at IS NULL OR replaced_at + make_interval(days => $3) > $2) ORDER BY version DESC`,
    [shop.id, now, KEPT_DAYS],
  );
  return rows.rows.map((row) => opened(shop.domain, row));
}

/** Makes the next key; the one before stays good for mails already sent. Two at once: one of them fails on the primary key. */
export async function addClaimKey(tx: LockedTx, { id, domain }: { id: number; domain: string }, now: Date): Promise<void> {
  const version = ((await findClaimKey(tx, { id, domain }))?.version ?? 0) + 1;
  await tx.query("UPDATE claim_keys SET replaced_at = $2 WHERE shop_id = $1 AND replaced_at IS NULL", [id, now]);
  const keySealed = seal(randomBytes(32).toString("hex"), placeOf(domain, version));
  await tx.query("INSERT INTO claim_keys (shop_id, version, key_sealed, created_at) VALUES ($1, $2, $3, $4)", [id, version, keySealed, now]);
}

/** Makes the first key, once. */
export async function ensureClaimKey(tx: LockedTx, shop: { id: number; domain: string }, now: Date): Promise<void> {
  if (!(await findClaimKey(tx, shop))) await addClaimKey(tx, shop, now);
}
