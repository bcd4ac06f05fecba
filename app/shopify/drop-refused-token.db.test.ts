import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { openLab, type Lab, type LabShop } from "#tests/factories/shop-lab.ts";
import { dropRefusedToken } from "./drop-refused-token.server.ts";
import { offlineIdOf } from "./session-storage.server.ts";
import { sessionStorage } from "./sessions.server.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

const rowOf = async ({ domain }: LabShop) =>
  (await pool.query(
    `SELECT uninstalled_at, reopen_needed_at, (SELECT count(*)::int FROM sessions WHERE shop_domain = domain) AS sessions,
       (SELECT count(*)::int FROM backfills WHERE shop_id = shops.id AND state = 'asked' AND reason = 'opened again') AS reads
     FROM shops WHERE domain = $1`,
    [domain],
  )).rows[0] as Record<string, unknown>;

const kept = async ({ domain }: LabShop) => {
  const session = await sessionStorage.loadSession(offlineIdOf(domain));
  if (!session) throw new Error("a session is kept");
  return session;
};

describe("the opening of an app whose kept token Shopify refuses", () => {
  it("changes nothing about the installation until Shopify gives other tokens; then what may have been missed is read", async () => {
    const gifts = lab.shop("revoked.myshopify.com");
    await gifts.install();
    await gifts.readHistory();
    const session = await kept(gifts);
    gifts.house.tokens.revokeAll();
    expect(await dropRefusedToken(session)).toBe(true);
    expect(await sessionStorage.loadSession(offlineIdOf(gifts.domain))).toBeUndefined();
    expect(await rowOf(gifts)).toEqual({ uninstalled_at: null, reopen_needed_at: expect.any(Date) as Date, sessions: 1, reads: 0 });
    await gifts.install();
    expect(await rowOf(gifts)).toEqual({ uninstalled_at: null, reopen_needed_at: null, sessions: 1, reads: 2 });
  });

  it("reads nothing again where the refresh token still brings another: the app was there all the time", async () => {
    const teas = lab.shop("renewed.myshopify.com");
    await teas.install();
    await teas.readHistory();
    const session = await kept(teas);
    const realFetch = globalThis.fetch;
    globalThis.fetch = () => Promise.resolve(new Response("{}", { status: 401 }));
    expect(await dropRefusedToken(session)).toBe(true);
    globalThis.fetch = realFetch;
    expect((await kept(teas)).accessToken).not.toBe(session.accessToken);
    expect(await rowOf(teas)).toEqual({ uninstalled_at: null, reopen_needed_at: null, sessions: 1, reads: 0 });
  });

  it("asks for one reading, although the requests of a page bring tokens one after another", async () => {
    const cans = lab.shop("twice.myshopify.com");
    await cans.install();
    await cans.readHistory();
    await cans.install();
    expect(await rowOf(cans)).toMatchObject({ reads: 0 });
  });

  it("takes nothing away from another process that has opened it meanwhile", async () => {
    const pots = lab.shop("race.myshopify.com");
    await pots.install();
    await pots.readHistory();
    const session = await kept(pots);
    pots.house.tokens.revokeAll();
    const realFetch = globalThis.fetch;
    // Shopify's refusal is on its way while the other process meets one, exchanges its id token and installs.
    globalThis.fetch = async (...call) => {
      const answer = await realFetch(...call);
      globalThis.fetch = realFetch;
      await sessionStorage.dropAccessToken(pots.domain, session.accessToken);
      await pots.install();
      return answer;
    };
    expect(await dropRefusedToken(session)).toBe(true);
    expect((await kept(pots)).accessToken).not.toBe(session.accessToken);
    expect(await rowOf(pots)).toEqual({ uninstalled_at: null, reopen_needed_at: null, sessions: 1, reads: 2 });
  });

  it("is later than the late news of the uninstallation before it, though the refusal was noticed by other work first", async () => {
    const cups = lab.shop("late-news.myshopify.com");
    await cups.install();
    await cups.readHistory();
    const leftAt = new Date();
    cups.house.tokens.revokeAll();
    await sessionStorage.dropAccessToken(cups.domain, (await kept(cups)).accessToken);
    expect(await sessionStorage.loadSession(offlineIdOf(cups.domain))).toBeUndefined();
    await cups.install();
    await cups.deliver([{ webhookId: "late", topic: "app/uninstalled", body: JSON.stringify({ myshopify_domain: cups.domain }), triggeredAt: leftAt.toISOString() }]);
    expect(await rowOf(cups)).toEqual({ uninstalled_at: null, reopen_needed_at: null, sessions: 1, reads: 2 });
  });

  it("does not outlive an uninstallation after it", async () => {
    const mugs = lab.shop("leaves.myshopify.com");
    await mugs.install();
    await mugs.deliver([{ webhookId: "true", topic: "app/uninstalled", body: JSON.stringify({ myshopify_domain: mugs.domain }), triggeredAt: new Date().toISOString() }]);
    expect(await rowOf(mugs)).toMatchObject({ uninstalled_at: expect.any(Date) as Date, sessions: 0 });
  });
});
