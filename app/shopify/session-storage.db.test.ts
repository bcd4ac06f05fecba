import { Session } from "@shopify/shopify-api";
import { beforeEach, describe, expect, it } from "vitest";
import { inRepeatableTransaction, inTransaction, pool } from "#app/platform/db.server.ts";
import { makeSeal } from "#app/platform/seal.server.ts";
import { markUninstalled } from "#app/store/shops.server.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { ReopenNeededError, RetryableError, ShopGoneError, TerminalError } from "./errors.ts";
import { RefreshRefusedError, type Tokens } from "./refresh-tokens.server.ts";
import { offlineIdOf, SealedSessionStorage } from "./session-storage.server.ts";

const domain = "tea.myshopify.com";
const id = offlineIdOf(domain);
const START = Date.parse("2026-11-21T12:00:00Z");
const MINUTE_MS = 60_000;

let nowMs = START;
let key = 1;

/** Shopify's side of a refresh: each refresh token works once, and the answer takes a while. */
class TokenDesk {
  valid = "refresh-0";
  asked = 0;
  trouble: Error | undefined;

  refresh = async (_domain: string, refreshToken: string): Promise<Tokens> => {
    this.asked++;
    // eslint-disable-next-line no-restricted-syntax -- this is Shopify taking its time, no test waits by it
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (this.trouble) throw this.trouble;
    if (refreshToken !== this.valid) throw new RefreshRefusedError("used already");
    this.valid = `refresh-${this.asked}`;
    return { accessToken: `access-${this.asked}`, scope: "read_orders", expiresInSeconds: 3_600, refreshToken: this.valid, refreshTokenExpiresInSeconds: 86_400 };
  };
}

let desk = new TokenDesk();
const storage = () =>
  new SealedSessionStorage({
    pool,
    inTransaction,
    inRepeatableTransaction,
    seal: makeSeal([{ name: `k${key}`, key: Buffer.alloc(32, key) }]),
    refresh: desk.refresh,
    now: () => new Date(nowMs),
  });

/** What a token exchange brings when the merchant opens the app. */
const exchanged = (accessToken = "access-0", refreshToken = "refresh-0") =>
  new Session({
    id, shop: domain, state: "", isOnline: false, scope: "read_orders", accessToken, refreshToken,
    expires: new Date(nowMs + 60 * MINUTE_MS), refreshTokenExpires: new Date(nowMs + 86_400_000),
  });

const pass = (minutes: number) => void (nowMs += minutes * MINUTE_MS);

async function reopenNeededAt(): Promise<Date | null | undefined> {
  const { rows } = await pool.query<{ at: Date | null }>("select reopen_needed_at as at from shops where domain = $1", [domain]);
  return rows[0]?.at;
}

beforeEach(async () => {
  nowMs = START;
  key = 1;
  desk = new TokenDesk();
  await pool.query("delete from sessions");
  await pool.query("delete from shops");
  await pool.query(
    `insert into shops (domain, name, currency, time_zone, hash_key_sealed, installed_at) values ($1, 'Tea', 'GBP', 'Europe/London', 'x', now())`,
    [domain],
  );
});

describe("the tokens of a shop", () => {
  it("are stored sealed, in no column readable", async () => {
    await storage().storeSession(exchanged());
    const { rows } = await pool.query("select * from sessions");
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/access-0|refresh-0/);
    expect(await storage().getAccessToken(domain)).toBe("access-0");
  });

  it("of the refreshing kind never reach Shopify's library, which would use them without a lock", async () => {
    await storage().storeSession(exchanged());
    const session = await storage().loadSession(id);
    expect(session?.accessToken).toBe("access-0");
    expect(session?.refreshToken).toBeUndefined();
  });

  it("moved to the row of another shop do not open there", async () => {
    await storage().storeSession(exchanged());
    await pool.query("insert into shops (domain, name, currency, time_zone, hash_key_sealed, installed_at) values ('b.myshopify.com', 'B', 'GBP', 'UTC', 'x', now())");
    await pool.query("update sessions set shop_domain = 'b.myshopify.com', id = 'offline_b.myshopify.com'");
    await expect(storage().getAccessToken("b.myshopify.com")).rejects.toThrow(ReopenNeededError);
    expect(desk.asked).toBe(0);
  });

  it("sealed with a key that is lost count as none, so that opening the app brings new ones", async () => {
    await storage().storeSession(exchanged());
    key = 2;
    expect(await storage().loadSession(id)).toBeUndefined();
    await storage().storeSession(exchanged("access-new"));
    expect((await storage().loadSession(id))?.accessToken).toBe("access-new");
  });

  it("are stored although several requests of a first page bring them at the same time", async () => {
    for (let round = 0; round < 200; round++) {
      await pool.query("delete from sessions");
      await Promise.all(Array.from({ length: 10 }, () => storage().storeSession(exchanged())));
      expect((await pool.query("select 1 from sessions")).rows).toHaveLength(1);
    }
  });

  it("are stored although an uninstallation is written at the same time and meets them head-on", async () => {
    await storage().storeSession(exchanged());
    const other = await pool.connect();
    await other.query("begin");
    await other.query("update shops set name = 'Teas'");
    const stored = storage().storeSession(exchanged("access-opened"));
    await waitFor("the tokens to wait for the shop", async () => (await pool.query("select 1 from pg_locks where not granted")).rows.length > 0);
    await other.query("delete from sessions").catch(() => undefined);
    await other.query("commit");
    other.release();
    expect(await stored).toBe(true);
    expect(await storage().getAccessToken(domain)).toBe("access-opened");
  });

  it("of a member of staff are not kept", async () => {
    const staff = new Session({ id: `${domain}_42`, shop: domain, state: "", isOnline: true, accessToken: "staff" });
    expect(await storage().storeSession(staff)).toBe(false);
    expect((await pool.query("select 1 from sessions")).rows).toEqual([]);
  });
});

describe("a token that runs out", () => {
  it("is refreshed once, however many ask at the same time in two processes", async () => {
    await storage().storeSession(exchanged());
    pass(55);
    const [web, worker] = [storage(), storage()];
    const tokens = await Promise.all(Array.from({ length: 5 }, () => [web.getAccessToken(domain), worker.getAccessToken(domain)]).flat());
    expect(new Set(tokens)).toEqual(new Set(["access-1"]));
    expect(desk.asked).toBe(1);
  });

  it("is proof, when it is refreshed, that the app is installed: news of an uninstallation before it changes nothing", async () => {
    await pool.query("update shops set installed_at = $1", [new Date(START - 86_400_000)]);
    await storage().storeSession(exchanged());
    pass(55);
    const { refresh } = desk;
    desk.refresh = async (...asked) => {
      const tokens = await refresh(...asked);
      pass(1);
      return tokens;
    };
    await storage().getAccessToken(domain);
    pass(-1);
    const { rows } = await pool.query<{ id: number; at: Date }>("select id, tokens_given_at as at from shops");
    // When Shopify was asked: the app may have been uninstalled while its answer was on the way.
    expect(rows[0]?.at).toEqual(new Date(nowMs));
    expect(await markUninstalled(pool, rows[0]!.id, new Date(nowMs - 1))).toBe(false);
    expect(await storage().getAccessToken(domain)).toBe("access-1");
    expect(await markUninstalled(pool, rows[0]!.id, new Date(nowMs + 1))).toBe(true);
    expect((await pool.query("select 1 from sessions")).rows).toEqual([]);
  });

  it("is not refreshed while it is good for more than six minutes", async () => {
    await storage().storeSession(exchanged());
    pass(53);
    expect(await storage().getAccessToken(domain)).toBe("access-0");
    expect(desk.asked).toBe(0);
  });

  it("is used to its end while Shopify is down, and the shop is not marked", async () => {
    await storage().storeSession(exchanged());
    pass(57);
    desk.trouble = new RetryableError("down");
    expect(await storage().getAccessToken(domain)).toBe("access-0");
    pass(5);
    await expect(storage().getAccessToken(domain)).rejects.toThrow(RetryableError);
    expect(await reopenNeededAt()).toBeNull();
    desk.trouble = undefined;
    expect(await storage().getAccessToken(domain)).toBe("access-3");
  });

  it("does not mark the shop when Shopify refuses the app itself", async () => {
    await storage().storeSession(exchanged());
    pass(65);
    desk.trouble = new TerminalError("wrong client secret", { code: "invalid_client" });
    await expect(storage().getAccessToken(domain)).rejects.toThrow(TerminalError);
    expect(await reopenNeededAt()).toBeNull();
  });
});

describe("a refused refresh", () => {
  const refuse = async () => {
    await storage().storeSession(exchanged());
    pass(65);
    desk.trouble = new RefreshRefusedError("invalid_grant");
    await expect(storage().getAccessToken(domain)).rejects.toThrow(ReopenNeededError);
  };

  it("keeps the tokens and marks the shop", async () => {
    await refuse();
    expect(await reopenNeededAt()).toEqual(new Date(nowMs));
    const { rows } = await pool.query("select access_token_sealed is not null as access, refresh_token_sealed is not null as refresh from sessions");
    expect(rows).toEqual([{ access: true, refresh: true }]);
  });

  it("pauses the shop: Shopify is asked again at most once an hour", async () => {
    await refuse();
    pass(59);
    await expect(storage().getAccessToken(domain)).rejects.toThrow(ReopenNeededError);
    expect(desk.asked).toBe(1);
    pass(2);
    await expect(storage().getAccessToken(domain)).rejects.toThrow(ReopenNeededError);
    expect(desk.asked).toBe(2);
    pass(59);
    await expect(storage().getAccessToken(domain)).rejects.toThrow(ReopenNeededError);
    expect(desk.asked).toBe(2);
    expect(await reopenNeededAt()).toEqual(new Date(START + 65 * MINUTE_MS));
  });

  it("is asked about for real, past the pause, by whoever must know", async () => {
    await refuse();
    expect(await storage().proveTokens(domain)).toEqual({ outcome: "refused" });
    expect(desk.asked).toBe(2);
    desk.trouble = undefined;
    expect(await storage().proveTokens(domain)).toEqual({ outcome: "given", accessToken: "access-3" });
    expect(await reopenNeededAt()).toBeNull();
    await pool.query("delete from sessions");
    expect(await storage().proveTokens(domain)).toEqual({ outcome: "none" });
  });

  it("heals by itself when Shopify takes the kept token after all", async () => {
    await refuse();
    desk.trouble = undefined;
    pass(61);
    expect(await storage().getAccessToken(domain)).toBe("access-2");
    expect(await reopenNeededAt()).toBeNull();
  });

  it("is healed by opening the app", async () => {
    await refuse();
    expect(await storage().loadSession(id)).toBeUndefined();
    await storage().storeSession(exchanged("access-opened", "refresh-opened"));
    expect(await reopenNeededAt()).toBeNull();
    expect(await storage().getAccessToken(domain)).toBe("access-opened");
  });
});

describe("a 401 from Shopify", () => {
  it("drops the token that was used, and the next use brings another", async () => {
    const web = storage();
    await web.storeSession(exchanged());
    const session = await web.loadSession(id);
    if (!session) throw new Error("a session was stored");
    delete session.accessToken;
    await web.storeSession(session);
    expect(await web.getAccessToken(domain)).toBe("access-1");
  });

  it("that comes late leaves a newer token alone", async () => {
    const [web, worker] = [storage(), storage()];
    await web.storeSession(exchanged());
    const old = await web.loadSession(id);
    if (!old) throw new Error("a session was stored");
    pass(55);
    await worker.getAccessToken(domain);
    delete old.accessToken;
    await web.storeSession(old);
    await worker.dropAccessToken(domain, "access-0");
    expect(await web.getAccessToken(domain)).toBe("access-1");
    expect(desk.asked).toBe(1);
  });
});

describe("a shop that is not installed", () => {
  it("has no session for pages, so that opening the app installs it anew although a session was kept", async () => {
    await storage().storeSession(exchanged());
    await pool.query("update shops set uninstalled_at = now()");
    expect(await storage().loadSession(id)).toBeUndefined();
    await pool.query("delete from shops");
    expect(await storage().loadSession(id)).toBeUndefined();
  });

  it("is gone for background work", async () => {
    await storage().storeSession(exchanged());
    await pool.query("update shops set uninstalled_at = now()");
    await expect(storage().getAccessToken(domain)).rejects.toThrow(ShopGoneError);
  });

  it("without any session needs to be opened", async () => {
    await expect(storage().getAccessToken(domain)).rejects.toThrow(ReopenNeededError);
  });
});
