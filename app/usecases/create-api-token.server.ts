import type { Tx } from "#app/platform/db.server.ts";

export type CreateApiTokenOutcome = { outcome: "created"; id: string; token: string } | { outcome: "invalid"; field: "name"; message: string };

/**
 * Makes an API token for one shop. `token` is shown once: only its SHA-256 is kept.
 * `name` is 1 to 60 characters after trimming; a shop may have at most 50 working tokens. Any other is `invalid` and writes nothing.
 */
export async function createApiToken(tx: Tx, shopId: number, token: { name: string; now: Date }): Promise<CreateApiTokenOutcome> {
  throw new Error(`no token ${token.name} of shop ${shopId} yet`);
}
