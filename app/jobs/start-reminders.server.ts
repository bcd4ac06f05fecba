import { pool } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { enqueueJob, remindOf } from "#app/store/jobs.server.ts";
import { listShopsServed } from "./list-shops-served.server.ts";

/** By calendar: looks in every shop for messages that have come due. Without a mail server there is nothing to look for. */
export async function startReminders(): Promise<void> {
  if (!env.mail) return;
  for (const { id: shopId } of await listShopsServed("remind")) {
    await enqueueJob(pool, remindOf(shopId));
  }
}
