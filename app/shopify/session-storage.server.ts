import { Session } from "@shopify/shopify-api";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import type { Pool, PoolClient } from "pg";
import { type Seal, SealError } from "#app/platform/seal.server.ts";
import { catchUp } from "#app/usecases/catch-up.server.ts";
import { ReopenNeededError, RetryableError, ShopGoneError } from "./errors.ts";
import { RefreshRefusedError, type Tokens } from "./refresh-tokens.server.ts";
import {
  deleteSession,
  dropAccessToken,
  findSession,
  findSessionsOfShop,
  lockOrMakeSession,
  lockSession,
  markReopenNeeded,
  type SessionOfShop,
  type SessionRow,
  writeSession,
} from "./session-rows.server.ts";

// The library takes a token for expired five minutes before its time and then acts by itself, without a lock; be ahead of it.
const REFRESH_AHEAD_MS = 6 * 60_000;
const TRY_REFUSED_AGAIN_AFTER_MS = 60 * 60_000;
const OFFLINE_PREFIX = "offline_";

export type SessionStorageParts = {
  pool: Pool;
  /** Runs its argument in one transaction of `pool`. */
  inTransaction: <T>(work: (tx: PoolClient) => Promise<T>) => Promise<T>;
  /** The same for work that asks Shopify nothing: it may be done again when it meets another transaction head-on. */
  inRepeatableTransaction: <T>(work: (tx: PoolClient) => Promise<T>) => Promise<T>;
  seal: Seal;
  refresh: (domain: string, refreshToken: string) => Promise<Tokens>;
  now: () => Date;
};

/** The only kind of session kept: the shop's own, which belongs to no member of staff. */
export const offlineIdOf = (domain: string): string => `${OFFLINE_PREFIX}${domain}`;
const domainOf = (id: string): string | undefined => (id.startsWith(OFFLINE_PREFIX) ? id.slice(OFFLINE_PREFIX.length) : undefined);

/**
 * Where Shopify's library keeps its sessions: tokens sealed to their row, refreshed by one caller at a time.
 *
 * Everything the library does begins with `loadSession`, so the refresh happens there: one flight per process, and a row
 * lock between processes, because a refresh token works once. The refresh token is never handed to the library, whose own
 * refresh takes no lock. The row stays locked during that one call to Shopify (at most 10 s), which only others in need of
 * the same token wait for. A process that dies between Shopify's answer and the commit loses the pair; the shop is then
 * marked at the next try and healed by being opened.
 *
 * A refused refresh keeps the pair, marks the shop (`reopen_needed_at`) and pauses: no session is given out, and the kept
 * token is tried again at most once an hour. Trouble that may pass never marks.
 *
 * The library exchanges an id token where we hold nothing that Shopify takes: then the shop may have been without the app for
 * a time, and what it would have told us is made up for. A refresh never comes after such a time: an uninstallation ends all tokens.
 */
export class SealedSessionStorage implements SessionStorage {
  readonly #parts: SessionStorageParts;
  readonly #flights = new Map<string, Promise<SessionOfShop | undefined>>();
  /** The access token that the library has of each session, to tell an old 401 from a new one. */
  readonly #handedOut = new WeakMap<Session, string>();
  readonly #exchanged = new WeakSet<Session>();

  constructor(parts: SessionStorageParts) {
    this.#parts = parts;
  }

  /** Keeps a session from a token exchange. Without an access token it is the library's way of saying that Shopify answered 401. */
  async storeSession(session: Session): Promise<boolean> {
    if (session.isOnline || domainOf(session.id) !== session.shop) return false;
    if (session.accessToken) {
      this.#handedOut.set(session, session.accessToken);
      this.#exchanged.add(session);
      await this.#storeExchanged(session);
    } else await this.dropAccessToken(session.shop, this.#handedOut.get(session));
    return true;
  }

  /**
   * The session of a page request. Undefined makes the library exchange the visitor's id token for a new one, which also
   * installs: so it is undefined as well for a kept session of a shop that is not (or no longer) installed.
   */
  async loadSession(id: string): Promise<Session | undefined> {
    const domain = domainOf(id);
    const row = domain === undefined ? undefined : await this.#current(domain);
    return row?.isInstalled ? this.#sessionOf(row) : undefined;
  }

  /** Whether a session was kept from before, instead of exchanged for the id token of this request. */
  isKept(session: Session): boolean {
    return this.#handedOut.has(session) && !this.#exchanged.has(session);
  }

  /**
   * The access token for background work.
   * Throws `ShopGoneError` after an uninstallation, `ReopenNeededError` while the shop is paused or has no token, and
   * `RetryableError` when the token has run out and Shopify cannot be asked for another just now.
   */
  async getAccessToken(domain: string): Promise<string> {
    const row = await this.#current(domain);
    if (row && !row.isInstalled) throw new ShopGoneError(domain);
    const token = row && this.#isAlive(row) ? this.#accessTokenOf(row) : undefined;
    if (token === undefined) throw new ReopenNeededError(domain);
    return token;
  }

  /**
   * Forgets the access token after Shopify answered 401 to it, unless another has taken its place meanwhile.
   * `used` is the token that was sent; undefined when the caller does not know.
   */
  async dropAccessToken(domain: string, used: string | undefined): Promise<void> {
    await this.#parts.inTransaction(async (tx) => {
      const row = await lockSession(tx, domain, offlineIdOf(domain));
      if (row && (used === undefined || this.#accessTokenOf(row) === used)) await dropAccessToken(tx, domain, row.id);
    });
  }

  /**
   * A token that Shopify has just given or that is still good by its time, asked for also while the shop is paused. "refused":
   * Shopify has just refused to give one. "none": there is nothing to ask with. Throws what getAccessToken does about trouble.
   */
  async proveTokens(domain: string): Promise<{ outcome: "given"; accessToken: string } | { outcome: "refused" } | { outcome: "none" }> {
    const kept = await findSession(this.#parts.pool, domain, offlineIdOf(domain));
    const row = kept && this.#isDue(kept) ? await this.#refreshLocked(domain, { evenPaused: true }) : kept;
    if (row === "refused") return { outcome: "refused" };
    const accessToken = row && this.#accessTokenOf(row);
    return accessToken === undefined ? { outcome: "none" } : { outcome: "given", accessToken };
  }

  async deleteSession(id: string): Promise<boolean> {
    const domain = domainOf(id);
    if (domain !== undefined) await deleteSession(this.#parts.pool, domain, id);
    return true;
  }

  async deleteSessions(ids: string[]): Promise<boolean> {
    for (const id of ids) await this.deleteSession(id);
    return true;
  }

  async findSessionsByShop(domain: string): Promise<Session[]> {
    const rows = await findSessionsOfShop(this.#parts.pool, domain);
    return rows.flatMap((row) => this.#sessionOf(row) ?? []);
  }

  /** The row with a token that is good for some minutes; undefined when there is none or the shop is paused. */
  async #current(domain: string): Promise<SessionOfShop | undefined> {
    const row = await findSession(this.#parts.pool, domain, offlineIdOf(domain));
    if (!row || this.#isPaused(row)) return undefined;
    if (!this.#isDue(row)) return row;
    let flight = this.#flights.get(domain);
    if (!flight) {
      flight = this.#refreshLocked(domain)
        .then((fresh) => (fresh === "refused" ? undefined : fresh))
        .finally(() => this.#flights.delete(domain));
      this.#flights.set(domain, flight);
    }
    return flight;
  }

  #isPaused(row: SessionOfShop): boolean {
    if (row.reopenNeededAt === null) return false;
    return row.refreshTokenSealed === null || this.#parts.now().getTime() - row.updatedAt.getTime() < TRY_REFUSED_AGAIN_AFTER_MS;
  }

  #isDue(row: SessionOfShop): boolean {
    if (row.refreshTokenSealed === null) return false;
    if (row.accessTokenSealed === null || row.expiresAt === null || row.reopenNeededAt !== null) return true;
    return row.expiresAt.getTime() - REFRESH_AHEAD_MS <= this.#parts.now().getTime();
  }

  // Two requests of a first page come here one after the other; the second finds the tokens of the first. If those are the
  // newer ones, or were refreshed meanwhile, they stay: the refresh token of the older pair may be dead. An uninstallation
  // or an erasure of the shop can meet this one head-on where there was no session yet.
  async #storeExchanged(session: Session): Promise<void> {
    const { shop: domain, id, scope } = session;
    const { inRepeatableTransaction, now } = this.#parts;
    await inRepeatableTransaction(async (tx) => {
      const before = await lockOrMakeSession(tx, { domain, id, state: session.state });
      const isOfUse = before !== undefined && before.reopenNeededAt === null && this.#accessTokenOf(before) !== undefined;
      if (isOfUse && isNewer(before, session)) return;
      const hadTokens = isOfUse && this.#isAlive(before);
      const opened = await writeSession(tx, this.#rowOf(session));
      if (!opened || hadTokens) return;
      await catchUp(tx, opened.shopId, { scopes: scope?.split(",").map((one) => one.trim()) ?? opened.grantedScopes, reason: "opened again", now: now() });
    });
  }

  #isAlive({ expiresAt }: SessionRow): boolean {
    return expiresAt === null || expiresAt > this.#parts.now();
  }

  async #refreshLocked(domain: string, { evenPaused = false } = {}): Promise<SessionOfShop | "refused" | undefined> {
    const { inTransaction, refresh, now } = this.#parts;
    return inTransaction(async (tx) => {
      const row = await lockSession(tx, domain, offlineIdOf(domain));
      if (!row || (!evenPaused && this.#isPaused(row))) return undefined;
      // Another process has done it while this one waited for the lock.
      if (!this.#isDue(row)) return row;
      const refreshToken = this.#open(row, "refresh_token", row.refreshTokenSealed);
      if (refreshToken === undefined) return undefined;
      const at = now();
      try {
        const tokens = await refresh(domain, refreshToken);
        const fresh = this.#rowOfTokens(row, { tokens, at });
        await writeSession(tx, fresh);
        return { ...fresh, isInstalled: row.isInstalled, reopenNeededAt: null };
      } catch (error) {
        if (error instanceof RefreshRefusedError) {
          await markReopenNeeded(tx, domain, { id: row.id, at: now() });
          return "refused";
        }
        const isOfUse = row.accessTokenSealed !== null && this.#isAlive(row) && row.reopenNeededAt === null;
        if (error instanceof RetryableError && isOfUse) return row;
        throw error;
      }
    });
  }

  #rowOf(session: Session): SessionRow {
    const row = { domain: session.shop, id: session.id };
    const { seal, now } = this.#parts;
    return {
      ...row,
      state: session.state,
      scope: session.scope ?? null,
      expiresAt: session.expires ?? null,
      accessTokenSealed: session.accessToken ? seal.seal(session.accessToken, placeOf(row, "access_token")) : null,
      refreshTokenSealed: session.refreshToken ? seal.seal(session.refreshToken, placeOf(row, "refresh_token")) : null,
      refreshTokenExpiresAt: session.refreshTokenExpires ?? null,
      updatedAt: now(),
    };
  }

  // `at` is before Shopify was asked: what is dated by it is not too late.
  #rowOfTokens(row: SessionRow, { tokens, at }: { tokens: Tokens; at: Date }): SessionRow {
    const { seal } = this.#parts;
    const inSeconds = (seconds: number) => new Date(at.getTime() + seconds * 1_000);
    return {
      domain: row.domain,
      id: row.id,
      state: row.state,
      scope: tokens.scope,
      expiresAt: inSeconds(tokens.expiresInSeconds),
      accessTokenSealed: seal.seal(tokens.accessToken, placeOf(row, "access_token")),
      refreshTokenSealed: seal.seal(tokens.refreshToken, placeOf(row, "refresh_token")),
      refreshTokenExpiresAt: inSeconds(tokens.refreshTokenExpiresInSeconds),
      updatedAt: at,
    };
  }

  #accessTokenOf(row: SessionRow): string | undefined {
    return this.#open(row, "access_token", row.accessTokenSealed);
  }

  /** Undefined also for a token sealed with a key that is gone: opening the app then brings another, as for any lost token. */
  #open(row: SessionRow, column: string, sealed: string | null): string | undefined {
    try {
      return sealed === null ? undefined : this.#parts.seal.open(sealed, placeOf(row, column));
    } catch (error) {
      if (error instanceof SealError) return undefined;
      throw error;
    }
  }

  #sessionOf(row: SessionRow): Session | undefined {
    const accessToken = this.#accessTokenOf(row);
    if (accessToken === undefined) return undefined;
    const session = new Session({
      id: row.id,
      shop: row.domain,
      state: row.state,
      isOnline: false,
      accessToken,
      ...(row.scope !== null && { scope: row.scope }),
      ...(row.expiresAt !== null && { expires: row.expiresAt }),
    });
    this.#handedOut.set(session, accessToken);
    return session;
  }
}

// Shopify does not say when it made a token, but all of a shop live as long: the newer one ends later.
const isNewer = ({ expiresAt }: SessionRow, { expires }: Session): boolean => expiresAt !== null && expires !== undefined && expiresAt > expires;

const placeOf = ({ domain, id }: { domain: string; id: string }, column: string): string => `sessions/${domain}/${id}/${column}`;
