import { Session } from "@shopify/shopify-api";
import { beforeEach, expect, it } from "vitest";
import { inRepeatableTransaction, inTransaction, pool } from "#app/platform/db.server.ts";
import { makeSeal } from "#app/platform/seal.server.ts";
import { RefreshRefusedError } from "./refresh-tokens.server.ts";
import { offlineIdOf, SealedSessionStorage } from "./session-storage.server.ts";

const domain = "late.myshopify.com";
const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

let nowMs = 0;
let lifeMs = HOUR_MS;
/** The refresh token that Shopify takes, which is that of the newest pair only; and how often it was asked. */
let desk = { taken: "", asked: 0 };
const pass = (ms: number) => void (nowMs += ms);

/** A process: each has flights of its own. */
const storage = () =>
  new SealedSessionStorage({
    pool, inTransaction, inRepeatableTransaction,
    seal: makeSeal([{ name: "k1", key: Buffer.alloc(32, 1) }]),
    now: () => new Date(nowMs),
    refresh: (_domain, refreshToken) => {
      if (refreshToken !== desk.taken) return Promise.reject(new RefreshRefusedError("used already, or of an older pair"));
      desk = { taken: `${refreshToken}+`, asked: desk.asked + 1 };
      return Promise.resolve({ accessToken: `refreshed-${desk.asked}`, scope: "read_orders", expiresInSeconds: lifeMs / 1_000, refreshToken: desk.taken, refreshTokenExpiresInSeconds: 86_400 });
    },
  });

/** What Shopify answers to an exchange now. */
function exchange(name: string): Session {
  desk.taken = `refresh-${name}`;
  return new Session({
    id: offlineIdOf(domain), shop: domain, state: "", isOnline: false, scope: "read_orders", accessToken: `access-${name}`, refreshToken: desk.taken,
    expires: new Date(nowMs + lifeMs), refreshTokenExpires: new Date(nowMs + 24 * HOUR_MS),
  });
}

function twoExchanges(): { older: Session; newer: Session } {
  const older = exchange("older");
  pass(SECOND_MS);
  return { older, newer: exchange("newer") };
}

async function isToBeReopened(): Promise<boolean | undefined> {
  const { rows } = await pool.query<{ is_marked: boolean }>("select reopen_needed_at is not null as is_marked from shops where domain = $1", [domain]);
  return rows[0]?.is_marked;
}

beforeEach(async () => {
  nowMs = Date.parse("2026-11-21T12:00:00Z");
  lifeMs = HOUR_MS;
  desk = { taken: "", asked: 0 };
  await pool.query("delete from shops where domain = $1", [domain]);
  await pool.query("delete from sessions where shop_domain = $1", [domain]);
  await pool.query("insert into shops (domain, name, currency, time_zone, hash_key_sealed, installed_at) values ($1, 'Late', 'GBP', 'UTC', 'x', now())", [domain]);
});

it("an exchange that is stored after a newer one leaves the newer tokens", async () => {
  const { older, newer } = twoExchanges();
  await storage().storeSession(newer);
  await storage().storeSession(older);
  expect(await storage().getAccessToken(domain)).toBe("access-newer");
});

it("so it does where both are stored at the same time and there were no tokens", async () => {
  for (let round = 0; round < 50; round++) {
    await pool.query("delete from sessions where shop_domain = $1", [domain]);
    const { older, newer } = twoExchanges();
    await Promise.all([newer, older, older, older].map((session) => storage().storeSession(session)));
    expect(await storage().getAccessToken(domain)).toBe("access-newer");
  }
});

it("an exchange that is stored after a refresh of newer tokens leaves the refreshed ones, however shortly tokens live", async () => {
  lifeMs = 60 * SECOND_MS;
  const { older, newer } = twoExchanges();
  await storage().storeSession(newer);
  expect(await storage().getAccessToken(domain)).toBe("refreshed-1");
  await storage().storeSession(older);
  expect(await storage().getAccessToken(domain)).toBe("refreshed-2");
  pass(2 * lifeMs);
  await storage().storeSession(older);
  expect(await storage().getAccessToken(domain)).toBe("refreshed-3");
  expect(await isToBeReopened()).toBe(false);
});

it("a newer exchange is stored over an older one, and over tokens that would live longer once Shopify has refused them", async () => {
  const { older, newer } = twoExchanges();
  await storage().storeSession(older);
  await storage().storeSession(newer);
  expect(await storage().getAccessToken(domain)).toBe("access-newer");
  await storage().dropAccessToken(domain, "access-newer");
  await storage().storeSession(older);
  expect(await storage().getAccessToken(domain)).toBe("access-older");
});

it("Shopify's 401 to a token of an exchange leaves what another process has refreshed meanwhile", async () => {
  const web = storage();
  const session = exchange("first");
  await web.storeSession(session);
  expect(web.isKept(session)).toBe(false);
  pass(HOUR_MS - 60 * SECOND_MS);
  expect(await storage().getAccessToken(domain)).toBe("refreshed-1");
  // As Shopify's library says it.
  delete session.accessToken;
  await web.storeSession(session);
  expect(await web.getAccessToken(domain)).toBe("refreshed-1");
  expect(desk.asked).toBe(1);
});
