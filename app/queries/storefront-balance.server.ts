import type { StorefrontBalance } from "#app/contract/storefront.ts";
import { isDecimalId } from "#app/domain/ids.ts";
import { programAt } from "#app/domain/program/program.ts";
import type { Reward } from "#app/domain/redemption/reward.ts";
import { heldOf } from "#app/domain/summary/member-summary.ts";
import { Batcher } from "#app/platform/batcher.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { READ_BATCHES, storefrontPool } from "./storefront-pool.server.ts";

interface Question {
  domain: string;
  customerId: string;
  now: Date;
}

const HELD = `SELECT q.place::integer, s.id AS "shopId", coalesce(m.settled_points, 0)::float8 AS "settledPoints", m.claimed_at IS NOT NULL AS "isClaimed"
  FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS q(domain, customer_id, place)
  JOIN shops s ON s.domain = q.domain AND s.uninstalled_at IS NULL
  JOIN customers asked ON asked.shop_id = s.id AND asked.customer_id = q.customer_id
  JOIN customers c ON c.shop_id = s.id AND c.customer_id = coalesce(asked.merged_into_id, asked.customer_id) AND c.deleted_at IS NULL AND c.redacted_at IS NULL
  LEFT JOIN member_points m ON m.shop_id = c.shop_id AND m.customer_id = c.customer_id`;

interface Held {
  place: number;
  shopId: number;
  settledPoints: number;
  isClaimed: boolean;
}

const batcher = new Batcher<Question, StorefrontBalance | undefined>(answerAll, READ_BATCHES);

/**
 * What a customer can spend now, as Shopify will be told of them in a moment. Undefined for whoever has not reached us yet, or
 * was erased. A former id is told of the survivor. Those who ask at the same time share the statements.
 */
export async function findStorefrontBalance(domain: string, { customerId, now }: { customerId: string; now: Date }): Promise<StorefrontBalance | undefined> {
  return isDecimalId(customerId) ? batcher.ask({ domain, customerId, now }) : undefined;
}

async function answerAll(questions: Question[]): Promise<(StorefrontBalance | undefined)[]> {
  const { rows } = await storefrontPool.query<Held>({
    name: "storefront-balance",
    text: HELD,
    values: [questions.map(({ domain }) => domain), questions.map(({ customerId }) => customerId)],
  });
  // Who share a call ask in the same moment: the latest of them says which program is in force for all.
  const now = questions.reduce((latest, question) => (question.now > latest ? question.now : latest), new Date(0));
  const shopIds = [...new Set(rows.map(({ shopId }) => shopId))];
  const rewardsOf = new Map(await Promise.all(shopIds.map(async (shopId) => [shopId, await loadRewards(shopId, now)] as const)));
  const answers: (StorefrontBalance | undefined)[] = questions.map(() => undefined);
  for (const { place, shopId, ...held } of rows) {
    const { available, nextReward } = heldOf(held, { rewards: rewardsOf.get(shopId) ?? [] }, now);
    answers[place - 1] = { available, nextReward };
  }
  return answers;
}

const loadRewards = async (shopId: number, now: Date): Promise<Reward[]> => programAt(await listProgramVersions(storefrontPool, shopId), now)?.program.rewards ?? [];
