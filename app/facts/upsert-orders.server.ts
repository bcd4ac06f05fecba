import type { CustomerId, OrderId } from "#app/domain/ids.ts";
import type { OrderFact } from "#app/domain/orders/order-fact.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { isPaymentMissing } from "#app/platform/order-sql.ts";
import { sendTogether } from "#app/platform/send-together.server.ts";
import { deriveOrderTimes } from "./derive-order-times.server.ts";
import { joinWaitingOrders } from "./join-waiting-orders.server.ts";
import { orderArrays, unnestedOrders } from "./order-source.ts";
import { upsertPeople } from "./upsert-customers.server.ts";
import { insertPayments } from "./upsert-payments.server.ts";

// Everything of the version, in one place: the newer version replaces it whole.
const VERSION_COLUMNS: [column: string, value: string][] = [
  ["name", "f.name"], ["created_at", 'f."createdAt"'], ["processed_at", 'f."processedAt"'], ["updated_at", 'f."updatedAt"'], ["read_at", 'f."readAt"'],
  ["version_hash", 'f."versionHash"'], ["financial_status", 'f."financialStatus"'], ["is_test", 'f."isTest"'], ["source_name", 'f."sourceName"'],
  ["tags", "f.tags"], ["currency", "f.currency"], ["is_tax_included", 'f."isTaxIncluded"'], ["total_minor", 'f."totalMinor"'],
  ["subtotal_minor", 'f."subtotalMinor"'], ["discount_minor", 'f."discountMinor"'], ["tax_minor", 'f."taxMinor"'], ["shipping_minor", 'f."shippingMinor"'],
  ["discount_codes", 'f."discountCodes"'], ["checkout_token_hash", `CASE WHEN alias.redacted_at IS NULL THEN f."checkoutTokenHash" ELSE '' END`], ["fulfillment_status", 'f."fulfillmentStatus"'],
  ["fulfillments", "f.fulfillments"], ["lines", "f.lines"],
];
const COLUMNS = VERSION_COLUMNS.map(([column]) => column).join(", ");
const VALUES = VERSION_COLUMNS.map(([, value]) => value).join(", ");
// An empty hash is one that was erased, and stays so.
const REPLACED = VERSION_COLUMNS.map(([column]) =>
  column === "checkout_token_hash" ? `${column} = CASE WHEN o.${column} = '' THEN '' ELSE excluded.${column} END` : `${column} = excluded.${column}`,
).join(", ");

// The later updated_at wins; within one second only an answer that was read counts as later, and of two reads the later.
const IS_NEWER = (version: string, readAt: string) =>
  `(${version} > o.updated_at OR (${version} = o.updated_at AND ${readAt} IS NOT NULL AND (o.read_at IS NULL OR ${readAt} > o.read_at)))`;

const ORIGINAL = "coalesce(o.original_total_minor, o.total_minor)";

// Payments, refunds and the cancellation are only ever added, and what an order cost at first is the least that any version says; the customer follows the newest version that names one.
const ADDED = ({ cancelled, paid, refunded, original }: Record<"cancelled" | "paid" | "refunded" | "original", string>) => `
  original_total_minor = least(${ORIGINAL}, ${original}),
  cancelled_at = least(o.cancelled_at, ${cancelled}),
  is_paid_seen = o.is_paid_seen OR ${paid},
  refunded_seen_at = least(o.refunded_seen_at, ${refunded})`;
const NAMES_NEWER_CUSTOMER = (customer: string, version: string) =>
  `(${customer} IS NOT NULL AND (o.customer_version_at IS NULL OR ${version} >= o.customer_version_at))`;

// The id that the oldest version names tells whose an order was before a merge, whichever version is heard of first.
const NAMES_OLDER_CUSTOMER = (customer: string, version: string) =>
  `(${customer} IS NOT NULL AND (o.first_customer_version_at IS NULL OR (${version}, ${customer}) < (o.first_customer_version_at, o.first_customer_id)))`;
const NAMED = ({ resolved, named, first, version, now, leaves = "false" }: { resolved: string; named: string; first: string; version: string; now: string; leaves?: string }) => `
  customer_id = CASE WHEN ${NAMES_NEWER_CUSTOMER(resolved, version)} THEN ${resolved} WHEN (${leaves}) THEN NULL ELSE o.customer_id END,
  named_customer_id = CASE WHEN ${NAMES_NEWER_CUSTOMER(resolved, version)} THEN ${named} WHEN (${leaves}) THEN NULL ELSE o.named_customer_id END,
  customer_version_at = CASE WHEN ${NAMES_NEWER_CUSTOMER(resolved, version)} THEN ${version} ELSE o.customer_version_at END,
  changed_hands_at = CASE WHEN CASE WHEN ${NAMES_NEWER_CUSTOMER(resolved, version)} THEN o.customer_id <> ${resolved} ELSE (${leaves}) AND o.customer_id IS NOT NULL END THEN ${now}::timestamptz ELSE o.changed_hands_at END,
  first_customer_id = CASE WHEN ${NAMES_OLDER_CUSTOMER(first, version)} THEN ${first} ELSE o.first_customer_id END,
  first_customer_version_at = CASE WHEN ${NAMES_OLDER_CUSTOMER(first, version)} THEN ${version} ELSE o.first_customer_version_at END,`;

// An order that nobody is named for follows its address: under another one it waits again. An erased address stays erased.
const HAS_OTHER_ADDRESS = "(o.customer_version_at IS NULL AND o.email_hash <> '' AND o.email_hash <> excluded.email_hash) IS TRUE";
const NEWER_ADDRESS = "email_hash = CASE WHEN o.email_hash = '' THEN '' ELSE coalesce(excluded.email_hash, o.email_hash) END";

// A tag counts from the oldest version that has it, whichever version is heard of first. Most orders never have one; of the
// versions without any the oldest that named a customer is known.
const TAGS_SEEN = (tags: string, version: string) =>
  `CASE WHEN o.tags_seen IS NULL AND o.tags = '{}' AND ${tags} = '{}' THEN NULL
   ELSE order_tags_seen(order_tags_seen(o.tags_seen, o.tags, o.updated_at, ${tags}, ${version}), '{}', o.updated_at, '{}', coalesce(o.first_customer_version_at, ${version})) END`;

// A doubt ends with an answer that was asked for after it arose. An answer from within the second of a version that differs
// may be older than that version: it is kept, and asked for once more.
const IS_STILL_IN_DOUBT = "excluded.read_at IS NULL OR o.reread_needed_at > excluded.read_at";
const MAY_BE_TOO_EARLY = `excluded.updated_at = o.updated_at AND excluded.version_hash <> o.version_hash AND excluded.read_at < excluded.updated_at + interval '1 second'`;

// A delivery brings no transactions: one that is missing may be on its way, and whether there is one, only Shopify can say.
const PAYMENT_UNKNOWN = `f."readAt" IS NULL AND ${isPaymentMissing({ orderId: 'f."orderId"', paidAt: "t.paid_at", processedAt: 'f."processedAt"', updatedAt: 'f."updatedAt"' })}`;

const INSERT_OR_REPLACE = (from: string, now: string) => `
INSERT INTO orders AS o (shop_id, order_id, customer_id, customer_version_at, named_customer_id, first_customer_id, first_customer_version_at, email_hash, cancelled_at, is_paid_seen, refunded_seen_at, original_total_minor, ${COLUMNS}, paid_at, fully_refunded_at, refunded_minor, reread_needed_at)
SELECT $1, f."orderId", coalesce(alias.merged_into_id, f."customerId"), CASE WHEN f."customerId" IS NOT NULL THEN f."updatedAt" END,
  CASE WHEN alias.merged_into_id IS NOT NULL THEN f."customerId" END, f."customerId", CASE WHEN f."customerId" IS NOT NULL THEN f."updatedAt" END,
  decode(f."emailHash", 'hex'), f."cancelledAt", f."isPaidSeen", f."refundedSeenAt", f."originalTotalMinor", ${VALUES}, t.paid_at, t.fully_refunded_at, t.refunded_minor, CASE WHEN ${PAYMENT_UNKNOWN} THEN ${now}::timestamptz END
FROM ${from}
LEFT JOIN customers alias ON alias.shop_id = $1 AND alias.customer_id = f."customerId"
CROSS JOIN LATERAL order_times($1, f."orderId", f."processedAt", f."totalMinor", f."originalTotalMinor", f."isPaidSeen", f."refundedSeenAt") t
ORDER BY f."orderId"
ON CONFLICT (shop_id, order_id) DO UPDATE SET ${REPLACED}, tags_seen = ${TAGS_SEEN("excluded.tags", "excluded.updated_at")},${NAMED({ resolved: "excluded.customer_id", named: "excluded.named_customer_id", first: "excluded.first_customer_id", version: "excluded.updated_at", now, leaves: HAS_OTHER_ADDRESS })}
  ${NEWER_ADDRESS}, ${ADDED({ cancelled: "excluded.cancelled_at", paid: "excluded.is_paid_seen", refunded: "excluded.refunded_seen_at", original: "excluded.original_total_minor" })},
  reread_needed_at = CASE WHEN ${IS_STILL_IN_DOUBT} THEN coalesce(o.reread_needed_at, CASE WHEN NOT o.is_paid_seen THEN excluded.reread_needed_at END) WHEN ${MAY_BE_TOO_EARLY} THEN excluded.read_at END
WHERE o.deleted_at IS NULL AND ${IS_NEWER("excluded.updated_at", "excluded.read_at")}`;

// An older version still adds its payment, cancellation, tags and customer; a different one of the same second asks for a read.
const IS_OLDER = "(i.version < o.updated_at OR i.is_other_of_same_second)";
const ADD_FROM_OLDER = (from: string, now: string) => `
UPDATE orders o SET tags_seen = CASE WHEN ${IS_OLDER} THEN ${TAGS_SEEN("i.tags", "i.version")} ELSE o.tags_seen END,${NAMED({ resolved: "i.customer_id", named: "nullif(i.named_id, i.customer_id)", first: "i.named_id", version: "i.version", now })}
  email_hash = coalesce(o.email_hash, i.email_hash), ${ADDED({ cancelled: "i.cancelled_at", paid: "i.is_paid_seen", refunded: "i.refunded_seen_at", original: "i.original_total_minor" })},
  reread_needed_at = CASE WHEN i.is_other_of_same_second THEN ${now}::timestamptz ELSE o.reread_needed_at END
FROM (
  SELECT f."orderId" AS order_id, f."updatedAt" AS version, f.tags, coalesce(alias.merged_into_id, f."customerId") AS customer_id, f."customerId" AS named_id,
    decode(f."emailHash", 'hex') AS email_hash, f."cancelledAt" AS cancelled_at, f."isPaidSeen" AS is_paid_seen, f."refundedSeenAt" AS refunded_seen_at, f."originalTotalMinor" AS original_total_minor,
    (f."updatedAt" = k.updated_at AND f."versionHash" <> k.version_hash AND f."readAt" IS NULL) AS is_other_of_same_second
  FROM ${from}
  JOIN orders k ON k.shop_id = $1 AND k.order_id = f."orderId"
  LEFT JOIN customers alias ON alias.shop_id = $1 AND alias.customer_id = f."customerId"
) i
WHERE o.shop_id = $1 AND o.order_id = i.order_id AND o.deleted_at IS NULL AND (
  i.is_other_of_same_second
  OR (${IS_OLDER} AND (${TAGS_SEEN("i.tags", "i.version")}) IS DISTINCT FROM o.tags_seen)
  OR (i.is_paid_seen AND NOT o.is_paid_seen)
  OR i.original_total_minor < ${ORIGINAL}
  OR i.cancelled_at < coalesce(o.cancelled_at, 'infinity') OR i.refunded_seen_at < coalesce(o.refunded_seen_at, 'infinity')
  OR (i.customer_id IS DISTINCT FROM o.customer_id AND ${NAMES_NEWER_CUSTOMER("i.customer_id", "i.version")})
  OR ${NAMES_OLDER_CUSTOMER("i.named_id", "i.version")}
  OR (i.email_hash IS NOT NULL AND o.email_hash IS NULL)
)`;

/** Where a statement finds the rows: a relation named f, and the parameters that it uses from $2 on. */
export interface OrderSource {
  from: string;
  values: () => unknown[];
}

/** What of an order does not travel with its row. */
export type OrderParts = Pick<OrderFact, "orderId" | "customer" | "transactions" | "refunds">;

interface MergedOrders {
  orders: OrderParts[];
  /** Those that name no customer but an e-mail address. */
  waitingIds: OrderId[];
  source: OrderSource;
  now: Date;
}

/** `mergeOrders` for versions that travel as parameters, as deliveries and single reads bring them. */
export async function upsertOrders(tx: LockedTx, shopId: number, { facts, now }: { facts: OrderFact[]; now: Date }): Promise<CustomerId[]> {
  if (facts.length === 0) return [];
  const waitingIds = facts.filter(({ emailHash }) => emailHash !== null).map(({ orderId }) => orderId);
  return mergeOrders(tx, shopId, { orders: facts, waitingIds, source: { from: unnestedOrders(2), values: () => orderArrays(facts) }, now });
}

/**
 * Brings versions of orders in line with what is known, with the payments, refunds and people that they carry.
 * At most one version of an order in a call; the shop's facts must be locked by the caller (lockShopFacts). `source` says
 * where SQL finds the rows of the same orders.
 *
 * Answers the customers whose orders changed hands or may count differently now: the present ones and those who were
 * there before. The same facts again change nothing, in whatever order they come.
 */
export async function mergeOrders(tx: LockedTx, shopId: number, { orders, waitingIds, source, now }: MergedOrders): Promise<CustomerId[]> {
  const orderIds = orders.map((order) => order.orderId);
  const [known, values, written] = await sendTogether(tx, [
    () => tx.query<{ order_id: string; customer_id: string | null }>("SELECT order_id, customer_id FROM orders WHERE shop_id = $1 AND order_id = ANY ($2::bigint[])", [shopId, orderIds]),
    () => source.values(),
    () => upsertPeople(tx, shopId, { facts: orders.flatMap((order) => order.customer ?? []), now }),
    () => insertPayments(tx, shopId, { transactions: orders.flatMap((order) => order.transactions), refunds: orders.flatMap((order) => order.refunds) }),
  ]);
  await tx.query(INSERT_OR_REPLACE(source.from, `$${values.length + 2}`), [shopId, ...values, now]);
  if (known.rows.length > 0) {
    await tx.query(ADD_FROM_OLDER(source.from, `$${values.length + 2}`), [shopId, ...values, now]);
    await deriveOrderTimes(tx, shopId, known.rows.map((row) => row.order_id));
  }
  const joined = await joinWaitingOrders(tx, shopId, { orderIds: waitingIds, customerIds: written });
  const touched = await tx.query<{ customer_id: string }>(
    "SELECT DISTINCT customer_id FROM orders WHERE shop_id = $1 AND order_id = ANY ($2::bigint[]) AND customer_id IS NOT NULL",
    [shopId, orderIds],
  );
  return [...new Set([...joined, ...[...touched.rows, ...known.rows].flatMap((row) => row.customer_id ?? [])])];
}
