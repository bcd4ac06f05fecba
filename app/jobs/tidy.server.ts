import { EXPORT_DAYS } from "#app/domain/export-request.ts";
import { PARKED_DAYS } from "#app/domain/retention.ts";
import { forgetClosedEffects } from "#app/effects/outbox.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { dropOldExports } from "#app/store/exports.server.ts";
import { dropStaleImports } from "#app/store/imports.server.ts";
import { deleteSettled } from "#app/store/inbox.server.ts";
import { dropOldReconciliations } from "#app/store/reconciliations.server.ts";
import { startErasures } from "./erase-gone-shop.server.ts";

const DAY_MS = 86_400_000;
const DELIVERIES_DAYS = 7;
const WAITING_ORDERS_DAYS = 7;
const EFFECTS_DAYS = 90;
const RECONCILIATIONS_DAYS = 30;

/**
 * Every night: forgets what is kept for a time only. Shopify retries for four hours, so ids of a week refuse every retry.
 * Of what was done in Shopify only the key stays, so that it is never asked for a second time. Shops that Shopify wants erased are looked into.
 */
export async function tidy(now: Date): Promise<void> {
  await startErasures();
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  await deleteSettled(pool, { before: daysAgo(DELIVERIES_DAYS), parkedBefore: daysAgo(PARKED_DAYS) });
  await forgetClosedEffects(pool, daysAgo(EFFECTS_DAYS));
  await dropOldExports(pool, daysAgo(EXPORT_DAYS));
  await dropOldReconciliations(pool, daysAgo(RECONCILIATIONS_DAYS));
  await dropStaleImports(pool, { unreadSince: daysAgo(1), waitingSince: daysAgo(WAITING_ORDERS_DAYS) });
}
