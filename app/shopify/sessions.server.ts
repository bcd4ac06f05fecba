import { now } from "#app/platform/clock.server.ts";
import { inRepeatableTransaction, inTransaction, pool } from "#app/platform/db.server.ts";
import { open, seal } from "#app/platform/seal.server.ts";
import { refreshTokens } from "./refresh-tokens.server.ts";
import { SealedSessionStorage } from "./session-storage.server.ts";

/** The sessions of this process, for the library and for background work alike. */
export const sessionStorage = new SealedSessionStorage({ pool, inTransaction, inRepeatableTransaction, seal: { seal, open }, refresh: refreshTokens, now });
