import type { CustomerId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { getShopHash } from "./shops.server.ts";

/**
 * The living customers of a shop by their e-mail addresses, whichever way these are written; an address that nobody has is left
 * out. Found by the shop's keyed hash of the address, which has an index; the address itself has none.
 */
export async function findByEmail(tx: Tx, shop: { id: number; domain: string }, emails: string[]): Promise<Map<string, CustomerId[]>> {
  if (emails.length === 0) return new Map();
  const hash = await getShopHash(tx, shop);
  const hashOf = new Map(emails.map((email) => [email, hash.email(email)]));
  const { rows } = await tx.query<{ emailHash: string; customerIds: CustomerId[] }>(
    `SELECT encode(email_hash, 'hex') AS "emailHash", array_agg(customer_id::text) AS "customerIds" FROM customers
     WHERE shop_id = $1 AND email_hash = ANY (ARRAY (SELECT decode(h, 'hex') FROM unnest($2::text[]) AS h)) AND email IS NOT NULL AND merged_into_id IS NULL AND deleted_at IS NULL
     GROUP BY email_hash`,
    [shop.id, [...new Set(hashOf.values())]],
  );
  const idsOf = new Map(rows.map(({ emailHash, customerIds }) => [emailHash, customerIds]));
  return new Map([...hashOf].flatMap(([email, emailHash]) => (idsOf.has(emailHash) ? [[email, idsOf.get(emailHash)!] as const] : [])));
}
