import { pool } from "#app/platform/db.server.ts";
import { deleteSettled } from "#app/store/inbox.server.ts";

const DAY_MS = 86_400_000;
const DELIVERIES_DAYS = 7;

/** Every night: forgets what is kept for a time only. Shopify retries for four hours, so ids of a week refuse every retry. */
export async function tidy(now: Date): Promise<void> {
  await deleteSettled(pool, new Date(now.getTime() - DELIVERIES_DAYS * DAY_MS));
}
