import type { StorefrontBalance } from "#app/contract/storefront.ts";
import { isDecimalId } from "#app/domain/ids.ts";
import { programAt } from "#app/domain/program/program.ts";
import { heldOf } from "#app/domain/summary/member-summary.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { storefrontPool } from "./storefront-pool.server.ts";

const HELD = `SELECT s.id AS "shopId", coalesce(m.settled_points, 0)::float8 AS "settledPoints", m.claimed_at IS NOT NULL AS "isClaimed"
  FROM shops s
  JOIN customers asked ON asked.shop_id = s.id AND asked.customer_id = $2
  JOIN customers c ON c.shop_id = s.id AND c.customer_id = coalesce(asked.merged_into_id, asked.customer_id) AND c.deleted_at IS NULL AND c.redacted_at IS NULL
  LEFT JOIN member_points m ON m.shop_id = s.id AND m.customer_id = c.customer_id
  WHERE s.domain = $1 AND s.uninstalled_at IS NULL`;

/** What a customer can spend now, as Shopify will be told of them in a moment. Undefined for whoever has not reached us yet, or was erased. A former id is told of the survivor. */
export async function findStorefrontBalance(domain: string, { customerId, now }: { customerId: string; now: Date }): Promise<StorefrontBalance | undefined> {
  if (!isDecimalId(customerId)) return undefined;
  const { rows } = await storefrontPool.query<{ shopId: number; settledPoints: number; isClaimed: boolean }>({ name: "storefront-balance", text: HELD, values: [domain, customerId] });
  const [held] = rows;
  if (!held) return undefined;
  const version = programAt(await listProgramVersions(storefrontPool, held.shopId), now);
  const { available, nextReward } = heldOf(held, version?.program ?? { rewards: [] }, now);
  return { available, nextReward };
}
