import { randomBytes } from "node:crypto";
import type { Tx } from "#app/platform/db.server.ts";
import { seal } from "#app/platform/seal.server.ts";
import { getShop, getShopHash } from "#app/store/shops.server.ts";

const NEVER_CHANGING = "2026-01-01T00:00:00Z";

export type StoredShop = { domain?: string; currency?: string; timeZone?: string; historyHorizonAt?: string; policy?: Partial<StoredPolicy> };

type StoredPolicy = { countFrom: "payment" | "creation"; minimumOrderMinor: number; excludedTags: string[]; excludedSources: string[]; mergeSameDay: boolean; loyalAt: number; championAt: number };

/** A shop as it stands after installation, written straight into the database; answers its id. */
export async function storeShop(tx: Tx, { domain = "gifts.myshopify.com", currency = "GBP", timeZone = "Europe/London", historyHorizonAt, policy = {} }: StoredShop = {}): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    `INSERT INTO shops (domain, name, currency, time_zone, hash_key_sealed, installed_at, history_horizon_at) VALUES ($1, $1, $2, $3, $6, $4, $5) RETURNING id`,
    [domain, currency, timeZone, NEVER_CHANGING, historyHorizonAt ?? null, seal(randomBytes(32).toString("base64"), `shops/${domain}/hash_key`)],
  );
  const shopId = rows[0]?.id ?? 0;
  await storePolicy(tx, shopId, policy);
  return shopId;
}

/** The next version of a shop's counting policy, saved at `createdAt`; what is not given is as at installation. */
export async function storePolicy(tx: Tx, shopId: number, { createdAt = NEVER_CHANGING, ...policy }: Partial<StoredPolicy> & { createdAt?: string }): Promise<void> {
  const it = { countFrom: "payment", minimumOrderMinor: 0, excludedTags: [], excludedSources: [], mergeSameDay: false, loyalAt: 3, championAt: 6, ...policy };
  await tx.query(
    `INSERT INTO counting_policies SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9, 'test' FROM counting_policies WHERE shop_id = $1`,
    [shopId, it.countFrom, it.minimumOrderMinor, it.excludedTags, it.excludedSources, it.mergeSameDay, it.loyalAt, it.championAt, createdAt],
  );
}

export type StoredCustomer = {
  id: number | string; createdAt?: string; email?: string; firstName?: string; lastName?: string;
  openingCount?: number; mergedDirectlyIntoId?: number | string; mergedIntoId?: number | string; mergedAt?: string; deletedAt?: string; redactedAt?: string;
};

export async function storeCustomers(tx: Tx, shopId: number, customers: readonly StoredCustomer[]): Promise<void> {
  await tx.query(
    `INSERT INTO customers (shop_id, customer_id, email, first_name, last_name, created_at, updated_at, first_seen_at, opening_count, merged_into_id, merged_at, deleted_at, redacted_at, merged_directly_into_id)
     SELECT $1, "id", "email", "firstName", "lastName", coalesce("createdAt", $3), $3, coalesce("createdAt", $3), coalesce("openingCount", 0), "mergedIntoId", "mergedAt", "deletedAt", "redactedAt", "mergedDirectlyIntoId"
     FROM jsonb_to_recordset($2::jsonb) AS x("id" bigint, "email" text, "firstName" text, "lastName" text, "createdAt" timestamptz, "openingCount" integer,
       "mergedIntoId" bigint, "mergedAt" timestamptz, "deletedAt" timestamptz, "redactedAt" timestamptz, "mergedDirectlyIntoId" bigint)`,
    [shopId, JSON.stringify(customers), NEVER_CHANGING],
  );
  const withEmail = customers.flatMap(({ id, email }) => (email === undefined ? [] : [{ id, email }]));
  if (withEmail.length === 0) return;
  const hash = await getShopHash(tx, await getShop(tx, shopId));
  await tx.query(
    `UPDATE customers c SET email_hash = decode(h.hash, 'hex') FROM unnest($2::bigint[], $3::text[]) AS h (id, hash) WHERE c.shop_id = $1 AND c.customer_id = h.id`,
    [shopId, withEmail.map(({ id }) => id), withEmail.map(({ email }) => hash.email(email))],
  );
}

export type StoredOrder = {
  id: number | string; customerId: number | string | null; processedAt: string; name?: string; createdAt?: string; totalMinor?: number; currency?: string;
  /** Whose it was before they were merged. Default: `customerId`. */
  ownerId?: number | string;
  /** Null: unpaid. Default: at `processedAt`. */
  paidAt?: string | null;
  isTest?: boolean; tags?: string[]; sourceName?: string; cancelledAt?: string; deletedAt?: string; fullyRefundedAt?: string;
};

/** Orders with what is derived from their facts already in place, for tests of what reads them. */
export async function storeOrders(tx: Tx, shopId: number, orders: readonly StoredOrder[]): Promise<void> {
  const rows = orders.map((order) => ({ ...order, paidAt: order.paidAt === undefined ? order.processedAt : order.paidAt, createdAt: order.createdAt ?? order.processedAt }));
  await tx.query(
    `INSERT INTO orders (shop_id, order_id, name, customer_id, created_at, processed_at, updated_at, version_hash, cancelled_at, deleted_at, financial_status, is_paid_seen, is_test,
       source_name, tags, currency, is_tax_included, total_minor, subtotal_minor, discount_minor, tax_minor, shipping_minor, discount_codes, fulfillments, lines, paid_at, fully_refunded_at, named_customer_id)
     SELECT $1, "id", coalesce("name", '#' || "id"), "customerId", "createdAt", "processedAt", "processedAt", '', "cancelledAt", "deletedAt", CASE WHEN "paidAt" IS NULL THEN 'pending' ELSE 'paid' END,
       "paidAt" IS NOT NULL, coalesce("isTest", false), "sourceName", coalesce("tags", '{}'), coalesce("currency", 'GBP'), true, coalesce("totalMinor", 1000), coalesce("totalMinor", 1000), 0, 0, 0,
       '{}', '[]', '[]', "paidAt", "fullyRefundedAt", "ownerId"
     FROM jsonb_to_recordset($2::jsonb) AS x("id" bigint, "name" text, "customerId" bigint, "createdAt" timestamptz, "processedAt" timestamptz, "cancelledAt" timestamptz, "deletedAt" timestamptz,
       "paidAt" timestamptz, "isTest" boolean, "sourceName" text, "tags" text[], "currency" char(3), "totalMinor" bigint, "fullyRefundedAt" timestamptz, "ownerId" bigint)`,
    [shopId, JSON.stringify(rows)],
  );
}
