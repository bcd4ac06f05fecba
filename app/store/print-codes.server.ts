import type { CodeTerms } from "#app/domain/confirmation/confirmation-code.ts";
import type { OrderId } from "#app/domain/ids.ts";
import type { LockedTx, Tx } from "#app/platform/db.server.ts";

/** A discount of printed codes. `shopifyId` null: not made yet. */
export interface PrintDiscount {
  week: string;
  edition: number;
  seedCode: string;
  terms: CodeTerms;
  endsAt: Date;
  shopifyId: string | null;
}

/** Codes that go to Shopify in one call. `creationId`: Shopify's name for the call, null where none was answered. */
export interface PrintBatch {
  discount: PrintDiscount;
  creationId: string | null;
  codes: string[];
}

const DISCOUNT = `week, edition, seed_code AS "seedCode", terms, ends_at AS "endsAt", shopify_id AS "shopifyId"`;

/** The names of a shop's latest orders. */
export async function listLatestOrderNames(tx: Tx, shopId: number): Promise<(string | null)[]> {
  return (await tx.query<{ name: string | null }>("SELECT name FROM orders WHERE shop_id = $1 ORDER BY order_id DESC LIMIT 100", [shopId])).rows.map(({ name }) => name);
}

/** Orders of the busiest hour within 90 days. */
export async function busiestHourOrders(tx: Tx, shopId: number, now: Date): Promise<number> {
  const rows = await tx.query<{ orders: number }>(
    `SELECT coalesce(max(n), 0)::integer AS orders FROM (SELECT count(*) AS n FROM orders WHERE shop_id = $1 AND processed_at > $2::timestamptz - interval '90 days' GROUP BY date_trunc('hour', processed_at)) hours`,
    [shopId, now],
  );
  return rows.rows[0]!.orders;
}

/** The highest number with a code of a key; 0 where there is none. */
export async function madeUpTo(tx: Tx, shopId: number, keyVersion: number): Promise<number> {
  return (await tx.query<{ top: number }>("SELECT coalesce(max(order_number), 0)::float8 AS top FROM print_codes WHERE shop_id = $1 AND key_version = $2", [shopId, keyVersion])).rows[0]!.top;
}

/** The discounts of a week, by edition. */
export async function listPrintDiscounts(tx: Tx, shopId: number, week: string): Promise<PrintDiscount[]> {
  return (await tx.query<PrintDiscount>(`SELECT ${DISCOUNT} FROM print_discounts WHERE shop_id = $1 AND week = $2 ORDER BY edition`, [shopId, week])).rows;
}

/** Writes a discount down before Shopify hears of it. A second of the same week and edition fails on the key. */
export async function addPrintDiscount(tx: LockedTx, shopId: number, { week, edition, seedCode, terms, endsAt }: Omit<PrintDiscount, "shopifyId">): Promise<void> {
  await tx.query("INSERT INTO print_discounts (shop_id, week, edition, seed_code, terms, ends_at) VALUES ($1, $2, $3, $4, $5, $6)", [shopId, week, edition, seedCode, JSON.stringify(terms), endsAt]);
}

/** Notes that Shopify has a discount, or its end, which never moves back. */
export async function changePrintDiscount(tx: Tx, shopId: number, { week, edition, shopifyId = null, endsAt = null }: { week: string; edition: number; shopifyId?: string | null; endsAt?: Date | null }): Promise<void> {
  await tx.query("UPDATE print_discounts SET shopify_id = coalesce($4, shopify_id), ends_at = greatest(ends_at, $5) WHERE shop_id = $1 AND week = $2 AND edition = $3", [shopId, week, edition, shopifyId, endsAt]);
}

/** Discounts that end before an instant although codes of numbers to come are in them. */
export async function listEndingDiscounts(tx: Tx, shopId: number, { reached, endsBefore }: { reached: number; endsBefore: Date }): Promise<PrintDiscount[]> {
  const rows = await tx.query<PrintDiscount>(
    `SELECT ${DISCOUNT} FROM print_discounts d WHERE shop_id = $1 AND ends_at < $2 AND shopify_id IS NOT NULL
       AND EXISTS (SELECT FROM print_codes p WHERE p.shop_id = $1 AND p.week = d.week AND p.edition = d.edition AND p.order_number > $3 AND p.state <> 'refused')`,
    [shopId, endsBefore, reached],
  );
  return rows.rows;
}

/** Writes codes down before Shopify hears of them; a number that has one keeps it. */
export async function addPrintCodes(
  tx: LockedTx,
  shopId: number,
  { keyVersion, codes, discount: { week, edition }, now }: { keyVersion: number; codes: { orderNumber: number; code: string }[]; discount: { week: string; edition: number }; now: Date },
): Promise<void> {
  await tx.query(
    `INSERT INTO print_codes (shop_id, key_version, order_number, code, week, edition, state, planned_at)
     SELECT $1, $2, n, c, $5, $6, 'planned', $7 FROM unnest($3::bigint[], $4::text[]) AS given (n, c) ON CONFLICT DO NOTHING`,
    [shopId, keyVersion, codes.map(({ orderNumber }) => orderNumber), codes.map(({ code }) => code), week, edition, now],
  );
}

/** The next codes to be made, lowest numbers first: those of one discount and one call. */
export async function nextPrintBatch(tx: Tx, shopId: number, limit: number): Promise<PrintBatch | undefined> {
  const rows = await tx.query<PrintDiscount & { creationId: string | null; codes: string[] }>(
    `WITH first AS (SELECT week, edition, creation_id FROM print_codes WHERE shop_id = $1 AND state = 'planned' ORDER BY order_number, key_version LIMIT 1),
       batch AS (SELECT p.code, p.week, p.edition, p.creation_id FROM print_codes p JOIN first f ON (p.week, p.edition) = (f.week, f.edition) AND p.creation_id IS NOT DISTINCT FROM f.creation_id
         WHERE p.shop_id = $1 AND p.state = 'planned' ORDER BY p.order_number, p.key_version LIMIT $2)
     SELECT d.week, d.edition, d.seed_code AS "seedCode", d.terms, d.ends_at AS "endsAt", d.shopify_id AS "shopifyId", (SELECT max(creation_id) FROM batch) AS "creationId",
       (SELECT array_agg(code) FROM batch) AS codes
     FROM print_discounts d JOIN first f USING (week, edition) WHERE d.shop_id = $1`,
    [shopId, limit],
  );
  const row = rows.rows[0];
  if (!row) return undefined;
  const { creationId, codes, ...discount } = row;
  return { discount, creationId, codes };
}

/** Notes which call of Shopify's some codes went with; null: of that call nothing is known any more. */
export async function notePrintCall(tx: Tx, shopId: number, { codes, creationId }: { codes: string[]; creationId: string | null }): Promise<void> {
  await tx.query("UPDATE print_codes SET creation_id = $3 WHERE shop_id = $1 AND code = ANY ($2) AND state = 'planned'", [shopId, codes, creationId]);
}

/** Notes what Shopify made of codes: `shopifyId` the gid of one that works, `refusal` why another does not. */
export async function notePrintOutcomes(tx: Tx, shopId: number, outcomes: { code: string; shopifyId: string | null; refusal: string | null }[]): Promise<void> {
  await tx.query(
    `UPDATE print_codes p SET state = CASE WHEN o.refusal IS NULL THEN 'ready' ELSE 'refused' END, shopify_id = o.gid, refusal = o.refusal
     FROM unnest($2::text[], $3::text[], $4::text[]) AS o (code, gid, refusal) WHERE p.shop_id = $1 AND p.code = o.code AND p.state = 'planned'`,
    [shopId, outcomes.map(({ code }) => code), outcomes.map(({ shopifyId }) => shopifyId), outcomes.map(({ refusal }) => refusal)],
  );
}

export interface PrintedOrder {
  orderId: OrderId;
  name: string | null;
  subtotalMinor: number;
  shippingMinor: number;
}

/** The named orders that have no code yet. */
export async function listOrdersWithoutCode(tx: Tx, shopId: number, orderIds: OrderId[]): Promise<PrintedOrder[]> {
  const rows = await tx.query<PrintedOrder>(
    `SELECT o.order_id::text AS "orderId", o.name, o.subtotal_minor::float8 AS "subtotalMinor", o.shipping_minor::float8 AS "shippingMinor" FROM orders o
     WHERE o.shop_id = $1 AND o.order_id = ANY ($2::bigint[]) AND NOT EXISTS (SELECT FROM confirmation_codes k WHERE k.shop_id = $1 AND k.order_id = o.order_id)`,
    [shopId, orderIds],
  );
  return rows.rows;
}

/** Gives the codes of order numbers to their orders: those of a key that were written down before the order was placed, and that no other order has. */
export async function takePrintCodes(
  tx: Tx,
  shopId: number,
  { keyVersion, orders }: { keyVersion: number; orders: { orderId: OrderId; orderNumber: number }[] },
): Promise<{ orderId: OrderId; code: string; terms: CodeTerms; endsAt: Date; isRefused: boolean }[]> {
  const rows = await tx.query<{ orderId: OrderId; code: string; terms: CodeTerms; endsAt: Date; isRefused: boolean }>(
    `UPDATE print_codes p SET order_id = o.order_id FROM unnest($3::bigint[], $4::bigint[]) AS given (id, n)
       JOIN orders o ON o.shop_id = $1 AND o.order_id = given.id, print_discounts d
     WHERE p.shop_id = $1 AND p.key_version = $2 AND p.order_number = given.n AND p.order_id IS NULL AND o.created_at >= date_trunc('second', p.planned_at)
       AND d.shop_id = $1 AND d.week = p.week AND d.edition = p.edition
     RETURNING o.order_id::text AS "orderId", p.code, d.terms, d.ends_at AS "endsAt", p.state = 'refused' AS "isRefused"`,
    [shopId, keyVersion, orders.map(({ orderId }) => orderId), orders.map(({ orderNumber }) => orderNumber)],
  );
  return rows.rows;
}

/** How many codes of a key are ready for numbers to come, how many are being made, and how many Shopify refused. */
export async function countPrintCodes(tx: Tx, shopId: number, { keyVersion, reached }: { keyVersion: number; reached: number }): Promise<{ ready: number; planned: number; refused: number }> {
  const rows = await tx.query<{ ready: number; planned: number; refused: number }>(
    `SELECT count(*) FILTER (WHERE state = 'ready')::integer AS ready, count(*) FILTER (WHERE state = 'planned')::integer AS planned, count(*) FILTER (WHERE state = 'refused')::integer AS refused
     FROM print_codes WHERE shop_id = $1 AND key_version = $2 AND order_number > $3`,
    [shopId, keyVersion, reached],
  );
  return rows.rows[0]!;
}
