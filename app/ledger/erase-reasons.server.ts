import type { CustomerId } from "#app/domain/ids.ts";
import { ERASED } from "#app/domain/erased.ts";
import type { LockedTx } from "#app/platform/db.server.ts";

/**
 * Blanks what staff wrote about erased customers as the reason of an adjustment or an imported balance: the only change of an
 * entry that the ledger's trigger lets through, and only of customers who carry the mark of an erasure. Sums stay.
 */
export async function eraseReasons(tx: LockedTx, shopId: number, customerIds: CustomerId[]): Promise<void> {
  await tx.query(
    `UPDATE ledger_entries SET why = jsonb_set(why::jsonb, '{reason}', to_jsonb($3::text))::json
     WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND why ->> 'kind' = 'adjusted' AND why ->> 'reason' <> $3`,
    [shopId, customerIds, ERASED],
  );
}
