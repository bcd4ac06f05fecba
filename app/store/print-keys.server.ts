import { createHmac, randomBytes } from "node:crypto";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import { open, seal } from "#app/platform/seal.server.ts";

/** A key of one shop's printed codes: 64 hex digits, as they stand in the snippet. `checkedAt`: when a test mail last proved it. */
export interface PrintKey {
  version: number;
  key: string;
  checkedAt: Date | null;
}

type PlacedShop = { id: number; domain: string };

const placeOf = (domain: string, version: number) => `shops/${domain}/print_key/${version}`;

/** All keys, newest first. */
export async function listPrintKeys(tx: Tx, { id, domain }: PlacedShop): Promise<PrintKey[]> {
  const rows = await tx.query<Omit<PrintKey, "key"> & { keySealed: string }>(`SELECT version, key_sealed AS "keySealed", checked_at AS "checkedAt" FROM print_keys WHERE shop_id = $1 ORDER BY version DESC`, [id]);
  return rows.rows.map(({ version, keySealed, checkedAt }) => ({ version, key: open(keySealed, placeOf(domain, version)), checkedAt }));
}

/** The keys that a template may print with now, newest first: the present one, and until a test mail has proven it, the last one that was. */
export function printingKeys(keys: readonly PrintKey[]): PrintKey[] {
  const proven = keys.findIndex(({ checkedAt }) => checkedAt !== null);
  const newest = keys[0];
  if (!newest) return [];
  return proven > 0 ? [newest, keys[proven]!] : [newest];
}

/** Makes the next key. Two at once: one of them fails on the primary key. */
export async function addPrintKey(tx: LockedTx, { id, domain }: PlacedShop, now: Date): Promise<void> {
  const version = ((await listPrintKeys(tx, { id, domain }))[0]?.version ?? 0) + 1;
  await tx.query("INSERT INTO print_keys (shop_id, version, key_sealed, created_at) VALUES ($1, $2, $3, $4)", [id, version, seal(randomBytes(32).toString("hex"), placeOf(domain, version)), now]);
}

/** Notes that a test mail has proven a key. */
export async function markPrintKeyChecked(tx: Tx, shopId: number, { version, now }: { version: number; now: Date }): Promise<void> {
  await tx.query("UPDATE print_keys SET checked_at = $3 WHERE shop_id = $1 AND version = $2", [shopId, version, now]);
}

/** What Liquid makes of `{{ order_number | hmac_sha256: key }}`. */
export const printHash = (text: string, key: string): string => createHmac("sha256", key).update(text).digest("hex");
