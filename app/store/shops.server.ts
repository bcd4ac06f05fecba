import { randomBytes } from "node:crypto";
import type { AccountKind } from "#app/domain/account/customer-accounts.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";
import { keyedHash, type KeyedHash } from "#app/platform/keyed-hash.server.ts";
import { open, seal } from "#app/platform/seal.server.ts";

/** A shop as the background work sees it. `historyHorizonAt`: orders created before it lie inside the opening counts. */
export interface Shop {
  id: number;
  domain: string;
  name: string;
  currency: string;
  timeZone: string;
  grantedScopes: string[];
  installedAt: Date;
  uninstalledAt: Date | null;
  reopenNeededAt: Date | null;
  historyHorizonAt: Date | null;
}

/** What Shopify says of a shop: currency as ISO 4217, zone as an IANA name; no kind of accounts where it was not asked or not understood. */
export interface ShopDetails {
  shopifyId: string;
  name: string;
  currency: string;
  timeZone: string;
  customerAccounts?: AccountKind | null;
}

const COLUMNS = `id, domain, name, currency, time_zone AS "timeZone", granted_scopes AS "grantedScopes", installed_at AS "installedAt",
  uninstalled_at AS "uninstalledAt", reopen_needed_at AS "reopenNeededAt", history_horizon_at AS "historyHorizonAt"`;

const hashKeyPlace = (domain: string) => `shops/${domain}/hash_key`;

/** The shop of a domain, also one that has uninstalled the app; undefined when it never had it. */
export async function findShopByDomain(tx: Tx, domain: string): Promise<Shop | undefined> {
  return (await tx.query<Shop>(`SELECT ${COLUMNS} FROM shops WHERE domain = $1`, [domain])).rows[0];
}

/** A shop, also one that has uninstalled the app; undefined when there is none of this id. */
export async function findShop(tx: Tx, shopId: number): Promise<Shop | undefined> {
  return (await tx.query<Shop>(`SELECT ${COLUMNS} FROM shops WHERE id = $1`, [shopId])).rows[0];
}

/** Throws where there is no such shop. */
export async function getShop(tx: Tx, shopId: number): Promise<Shop> {
  const shop = await findShop(tx, shopId);
  if (!shop) throw new Error(`there is no shop ${shopId}`);
  return shop;
}

/** Shops that have the app, also those whose tokens Shopify does not take until it is opened. */
export async function listInstalledShops(tx: Tx): Promise<Shop[]> {
  return (await tx.query<Shop>(`SELECT ${COLUMNS} FROM shops WHERE uninstalled_at IS NULL ORDER BY id`)).rows;
}

/** Shops that background work may serve: installed, and with tokens that Shopify takes. */
export async function listWorkingShops(tx: Tx): Promise<Shop[]> {
  return (await listInstalledShops(tx)).filter(({ reopenNeededAt }) => reopenNeededAt === null);
}

// A shop's key never changes, only how it is sealed.
const hashes = new Map<number, KeyedHash>();

/** The shop's own keyed hash. The key is made at the first install and stays, so that a hash can be found again. */
export async function getShopHash(tx: Tx, { id, domain }: { id: number; domain: string }): Promise<KeyedHash> {
  const kept = hashes.get(id);
  if (kept) return kept;
  const row = (await tx.query<{ hash_key_sealed: string }>("SELECT hash_key_sealed FROM shops WHERE id = $1", [id])).rows[0];
  if (!row) throw new Error(`there is no shop ${id}`);
  const hash = keyedHash(Buffer.from(open(row.hash_key_sealed, hashKeyPlace(domain)), "base64"));
  hashes.set(id, hash);
  return hash;
}

/**
 * Adds a shop or brings it back; answers whether it was there and installed before, and how. Shopify was asked
 * just now. Its own instants may be whole seconds, so what it says of the same second is no older.
 */
export async function saveInstalledShop(
  tx: Tx,
  { domain, scopes, details, now }: { domain: string; scopes: string[]; details: ShopDetails; now: Date },
): Promise<{ shop: Shop; was: "unknown" | "installed" | "uninstalled"; before: Shop }> {
  const key = seal(randomBytes(32).toString("base64"), hashKeyPlace(domain));
  await tx.query(
    `INSERT INTO shops (domain, shopify_id, name, currency, time_zone, granted_scopes, hash_key_sealed, installed_at)
     VALUES ($1, $2, $3, $4, $5, '{}', $6, $7) ON CONFLICT (domain) DO NOTHING`,
    [domain, details.shopifyId, details.name, details.currency, details.timeZone, key, now],
  );
  const before = (await tx.query<Shop>(`SELECT ${COLUMNS} FROM shops WHERE domain = $1 FOR NO KEY UPDATE`, [domain])).rows[0];
  if (!before) throw new Error(`the shop ${domain} was not saved`);
  // A shop that was just added has no scopes yet, which no installation leaves behind.
  const was = before.uninstalledAt ? "uninstalled" : before.grantedScopes.length === 0 ? "unknown" : "installed";
  const shop = await tx.query<Shop>(
    `UPDATE shops SET shopify_id = $2, name = $3, currency = $4, time_zone = $5, granted_scopes = $6, uninstalled_at = NULL,
       installed_at = CASE WHEN $7 THEN $8 ELSE installed_at END,
       details_updated_at = greatest(details_updated_at, date_trunc('second', $8)), scopes_updated_at = greatest(scopes_updated_at, date_trunc('second', $8))
     WHERE domain = $1 RETURNING ${COLUMNS}`,
    [domain, details.shopifyId, details.name, details.currency, details.timeZone, scopes, was !== "installed", now],
  );
  await sealHashKeyAnew(tx, domain);
  return { shop: shop.rows[0]!, was, before };
}

// Opening the app seals the key with the newest of TOKEN_KEYS, so that an old one can be taken out of the ring some day.
async function sealHashKeyAnew(tx: Tx, domain: string): Promise<void> {
  const row = (await tx.query<{ hash_key_sealed: string }>("SELECT hash_key_sealed FROM shops WHERE domain = $1", [domain])).rows[0];
  if (!row) return;
  const place = hashKeyPlace(domain);
  await tx.query("UPDATE shops SET hash_key_sealed = $2 WHERE domain = $1", [domain, seal(open(row.hash_key_sealed, place), place)]);
}

/** Whether money or days are counted differently, so that every member must be settled again. */
export const isCountedAnew = (before: Shop, after: Pick<Shop, "currency" | "timeZone">): boolean => before.currency !== after.currency || before.timeZone !== after.timeZone;

/**
 * What Shopify says about the shop, `at` when. A zone that is not named stays, and all of it where newer news are known.
 * Answers the shop as it is now.
 */
export async function updateShopDetails(
  tx: LockedTx,
  shopId: number,
  { name, currency, timeZone, at }: { name: string; currency: string; timeZone: string | null; at: Date },
): Promise<Shop> {
  await tx.query(
    `UPDATE shops SET name = $2, currency = $3, time_zone = coalesce($4, time_zone), details_updated_at = $5
     WHERE id = $1 AND (details_updated_at IS NULL OR details_updated_at <= $5)`,
    [shopId, name, currency, timeZone, at],
  );
  return getShop(tx, shopId);
}

/** What a shop has granted, as Shopify said `at` an instant, of itself or as the answer to a question of ours. */
export interface Grant {
  scopes: string[];
  at: Date;
  isAnswer: boolean;
}

/**
 * Keeps what the shop has granted, in place of what it had granted before, which it answers. News that come later than newer
 * ones change nothing: undefined. An answer is always taken; what Shopify says of the same second is no older, because its own
 * instants may be whole seconds.
 */
export async function setGrantedScopes(tx: Tx, shopId: number, { scopes, at, isAnswer }: Grant): Promise<string[] | undefined> {
  const { rows } = await tx.query<{ before: string[] }>(
    `UPDATE shops s SET granted_scopes = $2, scopes_updated_at = greatest(s.scopes_updated_at, CASE WHEN $4 THEN date_trunc('second', $3::timestamptz) ELSE $3 END) FROM (SELECT id, granted_scopes FROM shops WHERE id = $1 FOR NO KEY UPDATE) b
     WHERE s.id = b.id AND ($4 OR s.scopes_updated_at IS NULL OR s.scopes_updated_at <= $3) RETURNING b.granted_scopes AS before`,
    [shopId, scopes, at, isAnswer],
  );
  return rows[0]?.before;
}

/**
 * Marks the app as gone from the shop and drops its tokens. False for news older than the present installation: Shopify gave
 * us tokens later.
 */
export async function markUninstalled(tx: Tx, shopId: number, at: Date): Promise<boolean> {
  await lockTokens(tx, shopId);
  const marked = await tx.query(
    `UPDATE shops SET uninstalled_at = $2 WHERE id = $1 AND uninstalled_at IS NULL AND installed_at <= $2 AND (tokens_given_at IS NULL OR tokens_given_at <= $2)`,
    [shopId, at],
  );
  if (marked.rowCount === 0) return false;
  await tx.query("DELETE FROM sessions s USING shops k WHERE k.id = $1 AND s.shop_domain = k.domain", [shopId]);
  return true;
}

/** No tokens are given to the shop until the transaction ends. Whoever gives some holds its session first and then its row, so this comes before changing the row. */
export async function lockTokens(tx: Tx, shopId: number): Promise<void> {
  await tx.query("SELECT FROM sessions WHERE shop_domain = (SELECT domain FROM shops WHERE id = $1) FOR UPDATE", [shopId]);
}

/** Where readable history begins; null when everything is readable. */
export async function setHistoryHorizon(tx: Tx, shopId: number, horizonAt: Date | null): Promise<void> {
  await tx.query("UPDATE shops SET history_horizon_at = $2 WHERE id = $1", [shopId, horizonAt]);
}

/** Deletes a shop with its tokens: every table leads with the shop and goes with it. What it sent stays. */
export async function deleteShop(tx: Tx, { id, domain }: { id: number; domain: string }): Promise<void> {
  await tx.query("DELETE FROM sessions WHERE shop_domain = $1", [domain]);
  // The ledger refuses every other deletion.
  await tx.query("SELECT set_config('thrice.erasing_shop', $1, true)", [String(id)]);
  await tx.query("DELETE FROM shops WHERE id = $1", [id]);
}
