import type { Tx } from "#app/platform/db.server.ts";

/** Ends an API token at once and for ever. `gone` when it is unknown, another shop's or already revoked. */
export async function revokeApiToken(tx: Tx, shopId: number, token: { id: string; now: Date }): Promise<{ outcome: "revoked" } | { outcome: "gone" }> {
  throw new Error(`no token ${token.id} of shop ${shopId} yet`);
}
