import type { CustomerId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";

export interface RuleUse {
  ruleId: string;
  /** When the order was placed. */
  at: Date;
}

/**
 * Which orders of a member the ledger says were ever given points by the named rules, once each; also those that lost them since.
 * So it may say more than still counts, never less of what was booked.
 */
export async function listRuleUses(tx: Tx, shopId: number, { customerId, ruleIds }: { customerId: CustomerId; ruleIds: string[] }): Promise<RuleUse[]> {
  if (ruleIds.length === 0) return [];
  const { rows } = await tx.query<RuleUse>(
    `SELECT DISTINCT part->>'ruleId' AS "ruleId", o.order_id, o.processed_at AS at
     FROM ledger_entries e
     JOIN orders o ON o.shop_id = $1 AND o.order_id = e.order_id
     CROSS JOIN LATERAL json_array_elements(coalesce(e.why->'parts', '[]')) part
     WHERE e.shop_id = $1 AND e.order_id IS NOT NULL AND part->>'ruleId' = ANY ($3)
       AND e.customer_id IN (SELECT customer_id FROM customers WHERE shop_id = $1 AND (customer_id = $2 OR merged_into_id = $2))`,
    [shopId, customerId, ruleIds],
  );
  return rows;
}
