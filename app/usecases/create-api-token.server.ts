import { randomBytes } from "node:crypto";
import type { Tx } from "#app/platform/db.server.ts";
import { hashApiToken, insertApiToken } from "#app/store/api-tokens.server.ts";

export type CreateApiTokenOutcome = { outcome: "created"; id: string; token: string } | { outcome: "invalid"; field: "name"; message: string };

const NAME_MAX = 60;
const TOKENS_MAX = 50;
const TOKEN_BYTES = 32;

/**
 * Makes an API token for one shop. `token` is shown once: only its SHA-256 is kept.
 * `name` is 1 to 60 characters after trimming; a shop may have at most 50 working tokens. Any other is `invalid` and writes nothing.
 */
export async function createApiToken(tx: Tx, shopId: number, { name, now }: { name: string; now: Date }): Promise<CreateApiTokenOutcome> {
  const trimmed = name.replaceAll("\0", "").trim();
  if (trimmed === "") return { outcome: "invalid", field: "name", message: "Give the token a name, for example the tool that will use it." };
  if (trimmed.length > NAME_MAX) return { outcome: "invalid", field: "name", message: `Use ${NAME_MAX} characters or fewer.` };
  const token = `thrice_${randomBytes(TOKEN_BYTES).toString("base64url")}`;
  const id = await insertApiToken(tx, shopId, { name: trimmed, tokenHash: hashApiToken(token), lastFour: token.slice(-4), now, tokensMax: TOKENS_MAX });
  if (id === undefined) return { outcome: "invalid", field: "name", message: `A shop can have ${TOKENS_MAX} tokens. Revoke one that is no longer used.` };
  return { outcome: "created", id, token };
}
