import type { CustomerSummary } from "#app/contract/customers.ts";
import { dayWords } from "#app/domain/day-words.ts";
import type { OrderId } from "#app/domain/ids.ts";
import { stageOf, type StageDecision } from "#app/domain/scoring/stage-of.ts";
import { stageReasonSentence } from "#app/domain/scoring/stage-reason.ts";
import { pool } from "#app/platform/db.server.ts";
import { getCountingPolicy } from "#app/store/counting-policies.server.ts";
import { loadScores, type MemberRow } from "#app/store/member-scores.server.ts";
import { findSurvivor } from "./find-survivor.server.ts";

/**
 * One customer with their stage and why, from the facts up to `asOf` (inclusive).
 *
 * A former id of a merged customer answers for the survivor, with the survivor's `id`. Undefined for an unknown or deleted
 * one, and for one who had neither an order nor a record at `asOf`. After an erasure `redactedAt` is set and everything
 * personal is null; the sums stay.
 */
export async function findCustomerSummary(shopId: number, customerId: string, asOf: Date): Promise<CustomerSummary | undefined> {
  const customer = await findSurvivor(shopId, customerId);
  if (!customer) return undefined;
  const [policy, scores, details] = await Promise.all([
    getCountingPolicy(pool, shopId),
    loadScores(pool, shopId, { customerIds: [customer.customer_id], asOf }),
    loadDetails(shopId, customer.customer_id),
  ]);
  const score = scores[0];
  const orderCount = score ? score.opening_count + score.counted_orders : 0;
  if (!score || (orderCount === 0 && (customer.created_at ?? customer.first_seen_at) > asOf)) return undefined;
  const decision = stageOf({ openingCount: score.opening_count, countedOrders: score.counted_orders, holders: holdersOf(score) }, policy);
  const stageOrderName = await findOrderName(shopId, decision.stageOrderId);
  return {
    id: customer.customer_id,
    email: customer.email,
    firstName: customer.first_name,
    lastName: customer.last_name,
    asOf: asOf.toISOString(),
    countedOrders: score.counted_orders,
    openingCount: score.opening_count,
    rank: orderCount,
    isAbout: score.opening_count > 0,
    stage: decision.stage,
    stageSince: decision.stageSince?.toISOString() ?? null,
    stageOrderId: decision.stageOrderId,
    stageOrderName,
    stageReason: decision.stageReason,
    stageSentence: explain(decision, stageOrderName, details.timeZone),
    firstOrderAt: score.first_order_at?.toISOString() ?? null,
    lastOrderAt: score.last_order_at?.toISOString() ?? null,
    spentMinor: Number(score.spent_minor),
    currency: details.currency,
    createdAt: customer.created_at?.toISOString() ?? null,
    accountState: customer.account_state,
    redactedAt: customer.redacted_at?.toISOString() ?? null,
    mergedIds: details.mergedIds,
  };
}

function holdersOf(score: MemberRow) {
  const holder = (orderId: OrderId | null, processedAt: Date | null) => (orderId !== null && processedAt !== null ? { orderId, processedAt } : undefined);
  return {
    first: holder(score.first_id, score.first_at),
    second: holder(score.second_id, score.second_at),
    loyal: holder(score.loyal_id, score.loyal_at),
    champion: holder(score.champion_id, score.champion_at),
  };
}

async function loadDetails(shopId: number, customerId: string): Promise<{ currency: string; timeZone: string; mergedIds: string[] }> {
  const { rows } = await pool.query<{ currency: string; time_zone: string; merged_ids: string[] }>(
    `SELECT s.currency, s.time_zone,
       ARRAY(SELECT c.customer_id::text FROM customers c WHERE c.shop_id = $1 AND c.merged_into_id = $2 ORDER BY c.customer_id) AS merged_ids
     FROM shops s WHERE s.id = $1`,
    [shopId, customerId],
  );
  const row = rows[0];
  if (!row) throw new Error(`shop ${shopId} is unknown`);
  return { currency: row.currency, timeZone: row.time_zone, mergedIds: row.merged_ids };
}

async function findOrderName(shopId: number, orderId: OrderId | null): Promise<string | null> {
  if (orderId === null) return null;
  const { rows } = await pool.query<{ name: string | null }>("SELECT name FROM orders WHERE shop_id = $1 AND order_id = $2", [shopId, orderId]);
  return rows[0]?.name ?? null;
}

function explain({ stageReason, stageSince }: StageDecision, orderName: string | null, timeZone: string): string {
  const since = stageSince && dayWords({ locale: "en-GB", timeZone })(stageSince);
  return stageReasonSentence(stageReason, { ...(since && { since }), ...(orderName && { orderName }) });
}
