import { isDecimalId } from "#app/domain/ids.ts";
import type { Stage } from "#app/domain/scoring/stage.ts";

export type CustomerFilter = {
  stage?: Stage;
  /** Part of an e-mail address or of a name (in any case), or a whole customer id. */
  query?: string;
};

/** Merged and deleted customers are no rows of their own; an erased one stays as long as it has orders that count. */
const LISTED = "c.merged_into_id IS NULL AND c.deleted_at IS NULL AND (c.redacted_at IS NULL OR c.order_count > 0)";

/** The condition on `customers c` with its parameters; `$1` is the shop. */
export function customerCondition(shopId: number, { stage, query }: CustomerFilter): { sql: string; params: unknown[] } {
  const params: unknown[] = [shopId];
  const clauses = ["c.shop_id = $1", LISTED];
  if (stage) clauses.push(`c.stage = $${params.push(stage)}`);
  // Postgres cannot hold NUL in a text, so nothing stored contains it.
  const words = query?.replaceAll("\0", "").trim() ?? "";
  if (words !== "") {
    const text = `concat_ws(' ', c.first_name, c.last_name, c.email) ILIKE $${params.push(`%${words.replace(/[\\%_]/g, "\\$&")}%`)}`;
    clauses.push(isDecimalId(words) ? `(c.customer_id = $${params.push(words)} OR ${text})` : text);
  }
  return { sql: clauses.join(" AND "), params };
}
