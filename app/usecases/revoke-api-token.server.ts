import { isDecimalId } from "#app/domain/ids.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { endApiToken } from "#app/store/api-tokens.server.ts";

/** Ends an API token at once and for ever. `gone` when it is unknown, another shop's or already revoked. */
export async function revokeApiToken(tx: Tx, shopId: number, { id, now }: { id: string; now: Date }): Promise<{ outcome: "revoked" } | { outcome: "gone" }> {
  const isEnded = isDecimalId(id) && (await endApiToken(tx, shopId, { id, now }));
  return { outcome: isEnded ? "revoked" : "gone" };
}
