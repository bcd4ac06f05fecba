import { programAt } from "#app/domain/program/program.ts";
import { missingScopesForSummary } from "#app/domain/summary/summary-scopes.ts";
import { pool } from "#app/platform/db.server.ts";
import { countDirtySummaries } from "#app/store/member-summaries.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { loadSummaryPush } from "#app/store/summary-pushes.server.ts";

/** How far Shopify follows. `waiting` counts customers, up to 1,000,000. `failure` is Shopify's word for the last bulk write that came to nothing. */
export type SummaryState =
  | { kind: "no_program" }
  | { kind: "scope_missing" }
  | { kind: "writing"; done: number; total: number }
  | { kind: "waiting"; waiting: number; failure: string | null }
  | { kind: "up_to_date" };

export interface CustomersInShopify {
  state: SummaryState;
  /** Null: customers are not tagged. */
  tagPrefix: string | null;
}

const COUNTED_MAX = 1_000_000;

/** Whether Shopify shows what customers hold, and how they are tagged there. */
export async function findCustomersInShopify(shopId: number, now: Date): Promise<CustomersInShopify> {
  const [shop, versions, push, waiting] = await Promise.all([
    getShop(pool, shopId),
    listProgramVersions(pool, shopId),
    loadSummaryPush(pool, shopId),
    countDirtySummaries(pool, shopId, COUNTED_MAX),
  ]);
  const { tagPrefix } = push;
  if (!programAt(versions, now)) return { tagPrefix, state: { kind: "no_program" } };
  if (missingScopesForSummary(shop.grantedScopes).length > 0) return { tagPrefix, state: { kind: "scope_missing" } };
  if (push.bulkStartedAt && !push.bulkFinishedAt) return { tagPrefix, state: { kind: "writing", done: push.bulkDone, total: push.bulkTotal } };
  return { tagPrefix, state: waiting > 0 || !push.markedAt || push.markedThroughId !== null ? { kind: "waiting", waiting, failure: push.bulkFailure } : { kind: "up_to_date" } };
}
