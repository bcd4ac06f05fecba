import type { Tx } from "#app/platform/db.server.ts";

const REST_MS_MIN = 2_000;
const REST_MS_MAX = 600_000;

/**
 * A shop's deliveries could not be recorded for a reason that is not theirs: they rest, each time for as long as that has
 * been so, from 2 s to 10 minutes. Answers since when and until when; undefined for a shop that we do not know.
 */
export async function restDeliveries(tx: Tx, shopDomain: string, now: Date): Promise<{ since: Date; until: Date } | undefined> {
  const { rows } = await tx.query<{ since: Date; until: Date }>(
    `UPDATE shops SET deliveries_failing_since = coalesce(deliveries_failing_since, $2),
       deliveries_rest_until = $2::timestamptz + least(greatest($2 - coalesce(deliveries_failing_since, $2), $3 * interval '1 ms'), $4 * interval '1 ms')
     WHERE domain = $1 RETURNING deliveries_failing_since AS since, deliveries_rest_until AS until`,
    [shopDomain, now, REST_MS_MIN, REST_MS_MAX],
  );
  return rows[0];
}

/** Since when a shop's deliveries could not be recorded; null when the last ones were. */
export async function findFailingSince(tx: Tx, shopDomain: string): Promise<Date | null> {
  const { rows } = await tx.query<{ since: Date | null }>("SELECT deliveries_failing_since AS since FROM shops WHERE domain = $1", [shopDomain]);
  return rows[0]?.since ?? null;
}

/** They are recorded again. */
export async function endRest(tx: Tx, shopDomain: string): Promise<void> {
  await tx.query("UPDATE shops SET deliveries_failing_since = NULL, deliveries_rest_until = NULL WHERE domain = $1", [shopDomain]);
}
