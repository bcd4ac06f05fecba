import { pool } from "#app/platform/db.server.ts";

/** A gift that staff hand over: whose it is, and the order that brought it. */
export interface Gift {
  id: string;
  gift: string;
  customer: { id: string; firstName: string | null; lastName: string | null; email: string | null };
  orderId: string;
  orderName: string | null;
  since: string;
}

export interface GiftsPage {
  /** To be handed over, the oldest first, at most 50. */
  open: Gift[];
  openCount: number;
  /** The 10 that were handed over last. */
  given: (Gift & { givenAt: string; givenBy: string })[];
}

const OPEN_MAX = 50;
const GIVEN_MAX = 10;

// A gift by code has a redemption; one whose customer was erased or deleted has ended. Neither is for the staff's hands.
const BY_HAND = `a.shop_id = $1 AND a.revoked_at IS NULL AND NOT EXISTS (SELECT FROM member_perks p
  WHERE p.shop_id = $1 AND p.kind = 'gift' AND p.customer_id = a.customer_id AND p.action_id = a.action_id AND p.n = a.n AND (p.redemption_id IS NOT NULL OR p.ended_at IS NOT NULL))`;

// Who was merged is shown as the customer of today.
const GIFTS = `SELECT a.id::text, a.gift, a.order_id::text AS "orderId", o.name AS "orderName", a.observed_at AS since, a.given_at AS "givenAt", a.given_by AS "givenBy",
    json_build_object('id', k.customer_id::text, 'firstName', k.first_name, 'lastName', k.last_name, 'email', k.email) AS customer
  FROM nth_order_actions a JOIN customers c ON c.shop_id = $1 AND c.customer_id = a.customer_id
  JOIN customers k ON k.shop_id = $1 AND k.customer_id = coalesce(c.merged_into_id, c.customer_id) LEFT JOIN orders o ON o.shop_id = $1 AND o.order_id = a.order_id
  WHERE ${BY_HAND}`;

type Row = Omit<Gift, "since"> & { since: Date; givenAt: Date; givenBy: string };

/** The gifts of a shop that staff have to hand over, and those that they handed over last. */
export async function getGifts(shopId: number): Promise<GiftsPage> {
  const [open, given, openCount] = await Promise.all([
    pool.query<Row>(`${GIFTS} AND a.given_at IS NULL ORDER BY a.id LIMIT ${OPEN_MAX}`, [shopId]),
    pool.query<Row>(`${GIFTS} AND a.given_at IS NOT NULL ORDER BY a.given_at DESC, a.id DESC LIMIT ${GIVEN_MAX}`, [shopId]),
    countOpenGifts(shopId),
  ]);
  return {
    open: open.rows.map(giftOf),
    openCount,
    given: given.rows.map((row) => ({ ...giftOf(row), givenAt: row.givenAt.toISOString(), givenBy: row.givenBy })),
  };
}

const giftOf = ({ id, gift, customer, orderId, orderName, since }: Row): Gift => ({ id, gift, customer, orderId, orderName, since: since.toISOString() });

/** How many gifts wait for the staff's hands. */
export async function countOpenGifts(shopId: number): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::float8 AS count FROM nth_order_actions a WHERE ${BY_HAND} AND a.given_at IS NULL`, [shopId]);
  return rows[0]?.count ?? 0;
}
