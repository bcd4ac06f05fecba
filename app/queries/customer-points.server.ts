import type { FulfillmentFact } from "#app/domain/orders/order-fact.ts";
import { pendingAwaits, settlementInstant } from "#app/domain/points/settlement-instant.ts";
import { programAt } from "#app/domain/program/program.ts";
import { pool } from "#app/platform/db.server.ts";
import { findBalance } from "#app/ledger/read.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";

/** Points of one credit that are left. `orderName` is null for a credit without an order; `expiresOn` is a day of the shop, null for never. */
export interface HeldLot {
  key: string;
  source: "order" | "adjust" | "import" | "other";
  orderName: string | null;
  points: number;
  leftPoints: number;
  creditedAt: string;
  expiresOn: string | null;
}

/** Pending points of one order; `settlesAt` is null while they wait for what `awaits` names, or where no version says when. */
export interface PendingOrder {
  orderId: string;
  orderName: string | null;
  points: number;
  settlesAt: string | null;
  awaits: "payment" | "fulfillment" | null;
}

/**
 * What one customer holds, in points. `waitingPoints` are settled and wait for the first sign-in; `valuePerPointMinor` is
 * that of the program in force, null before the first.
 */
export interface CustomerPoints {
  availablePoints: number;
  pendingPoints: number;
  waitingPoints: number;
  debtPoints: number;
  isClaimed: boolean;
  hasProgram: boolean;
  isPaused: boolean;
  valuePerPointMinor: number | null;
  lots: HeldLot[];
  pendingOrders: PendingOrder[];
}

const LOTS_SHOWN = 100;

/** What a customer holds and where it comes from, as of now. Someone without any points holds zero. */
export async function findCustomerPoints(shop: { id: number; timeZone: string }, customerId: string, now: Date): Promise<CustomerPoints> {
  const [balance, versions, lots, pending] = await Promise.all([
    findBalance(pool, shop.id, customerId),
    listProgramVersions(pool, shop.id),
    loadHeldLots(shop.id, customerId),
    loadPendingOrders(shop.id, customerId),
  ]);
  const live = programAt(versions, now);
  const settledPoints = balance?.settledPoints ?? 0;
  const isClaimed = balance?.claimedAt != null;
  return {
    availablePoints: isClaimed ? settledPoints : Math.min(0, settledPoints),
    waitingPoints: isClaimed ? 0 : Math.max(0, settledPoints),
    pendingPoints: balance?.pendingPoints ?? 0,
    debtPoints: balance?.debtPoints ?? 0,
    isClaimed,
    hasProgram: live !== undefined,
    isPaused: live?.isPaused ?? false,
    valuePerPointMinor: live?.program.valuePerPointMinor ?? null,
    lots,
    pendingOrders: pending.map(({ orderId, orderName, points, ...order }) => {
      const version = programAt(versions, order.processedAt);
      const awaits = version ? pendingAwaits(order, { program: version.program, now }) : null;
      const at = version && awaits === null ? settlementInstant(order, { program: version.program, timeZone: shop.timeZone }) : undefined;
      return { orderId, orderName, points, settlesAt: at?.toISOString() ?? null, awaits };
    }),
  };
}

async function loadHeldLots(shopId: number, customerId: string): Promise<HeldLot[]> {
  const { rows } = await pool.query<Omit<HeldLot, "creditedAt" | "source"> & { creditedAt: Date }>(
    `SELECT l.key, o.name AS "orderName", l.points::float8 AS points, l.left_points::float8 AS "leftPoints", l.credited_at AS "creditedAt", l.expires_on::text AS "expiresOn"
     FROM lots l LEFT JOIN orders o ON o.shop_id = $1 AND o.order_id = l.order_id
     WHERE l.shop_id = $1 AND l.customer_id = $2 AND l.left_points > 0
     ORDER BY l.expires_on NULLS LAST, l.credited_at, l.key LIMIT ${LOTS_SHOWN}`,
    [shopId, customerId],
  );
  return rows.map((lot) => ({ ...lot, creditedAt: lot.creditedAt.toISOString(), source: sourceOf(lot.key) }));
}

const sourceOf = (key: string): HeldLot["source"] => (["order", "adjust", "import"] as const).find((source) => key.startsWith(`${source}:`)) ?? "other";

type PendingRow = { orderId: string; orderName: string | null; points: number; processedAt: Date; paidAt: Date | null; fulfillments: FulfillmentFact[] };

async function loadPendingOrders(shopId: number, customerId: string): Promise<PendingRow[]> {
  const { rows } = await pool.query<PendingRow>(
    `SELECT b.order_id::text AS "orderId", o.name AS "orderName", b.pending_points::float8 AS points, o.processed_at AS "processedAt", o.paid_at AS "paidAt", o.fulfillments
     FROM order_bookings b JOIN orders o ON o.shop_id = $1 AND o.order_id = b.order_id
     WHERE b.shop_id = $1 AND b.customer_id = $2 AND b.settled_at IS NULL AND b.pending_points > 0
     ORDER BY o.processed_at, b.order_id`,
    [shopId, customerId],
  );
  return rows;
}
