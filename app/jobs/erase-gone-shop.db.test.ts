import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { sessionStorage } from "#app/shopify/sessions.server.ts";
import { markUninstalled } from "#app/store/shops.server.ts";
import { eraseShopThatLeft } from "#app/usecases/erase-shop.server.ts";
import { openLab, type Lab, type LabShop } from "#tests/factories/shop-lab.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { eraseGoneShop } from "./erase-gone-shop.server.ts";
import { tidy } from "./tidy.server.ts";

let lab: Lab;
let shops = 0;
let shop: LabShop;
let id: number;
const realFetch = { now: globalThis.fetch };

beforeAll(async () => {
  lab = await openLab();
  realFetch.now = globalThis.fetch;
});
afterAll(() => lab.stop());

const HOUR_MS = 3_600_000;
const START_MS = Date.now();
const hours = (count: number) => new Date(START_MS + count * HOUR_MS);
const isThere = async () => (await pool.query("SELECT FROM shops WHERE id = $1", [id])).rowCount === 1;
const wish = async () => (await pool.query<{ at: Date | null }>("SELECT erase_asked_at AS at FROM shops WHERE id = $1", [id])).rows[0]?.at;
const runsAt = async () => (await pool.query<{ at: Date }>("SELECT run_at AS at FROM graphile_worker.jobs WHERE key = $1", [`erase-gone-shop:${id}`])).rows[0]?.at;
const answering = (status: number) => void (globalThis.fetch = () => Promise.resolve(new Response("{}", { status })));
const waiting = (count: number) =>
  waitFor(`${count} to wait`, async () => (await pool.query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).rowCount === count);
const redact = (triggeredAt = hours(0)) =>
  shop.deliver([{ webhookId: `redact-${shop.domain}-${triggeredAt.getTime()}`, topic: "shop/redact", body: JSON.stringify({ shop_domain: shop.domain }), triggeredAt: triggeredAt.toISOString() }]);

/** Installed three days ago; Shopify gave tokens last at `tokensGivenAt`. */
async function install(tokensGivenAt = hours(-48)): Promise<void> {
  shop = lab.shop(`gone-${(shops += 1)}.myshopify.com`);
  ({ id } = await shop.install());
  await pool.query("UPDATE shops SET installed_at = $2, tokens_given_at = $3 WHERE id = $1", [id, hours(-72), tokensGivenAt]);
}

beforeEach(() => install());
afterEach(() => void (globalThis.fetch = realFetch.now));

describe("a shop that Shopify wants erased, of whose leaving nothing was heard", () => {
  it("stays where Shopify takes its tokens, and nobody asks about it any more", async () => {
    await redact();
    expect(await wish()).toEqual(hours(0));
    await eraseGoneShop(id, hours(0));
    expect(await isThere()).toBe(true);
    expect(await wish()).toBeNull();
  });

  it("is erased only when Shopify has refused its tokens for hours", async () => {
    shop.house.tokens.revokeAll();
    await redact();
    for (const at of [0, 3, 5.9]) {
      await eraseGoneShop(id, hours(at));
      expect(await isThere()).toBe(true);
      expect(await runsAt()).toEqual(hours(at + 3));
    }
    await eraseGoneShop(id, hours(6));
    expect(await isThere()).toBe(false);
  });

  it("is asked about although its refusal is younger than an hour, and stays where Shopify takes its tokens after all", async () => {
    await pool.query("UPDATE sessions SET expires_at = now() - interval '1 minute', updated_at = now() WHERE shop_domain = $1", [shop.domain]);
    await pool.query("UPDATE shops SET reopen_needed_at = now() WHERE id = $1", [id]);
    await redact();
    await eraseGoneShop(id, hours(0));
    expect(await isThere()).toBe(true);
    expect((await pool.query("SELECT reopen_needed_at, erase_asked_at FROM shops WHERE id = $1", [id])).rows).toEqual([{ reopen_needed_at: null, erase_asked_at: null }]);
  });

  it("stays, whatever becomes of its tokens, where Shopify gave some after the uninstallation that the wish is about", async () => {
    await install(hours(-20));
    shop.house.tokens.revokeAll();
    await redact();
    for (const at of [0, 7, 24 * 40]) await eraseGoneShop(id, hours(at));
    expect(await isThere()).toBe(true);
    expect(await wish()).toBeNull();
  });

  it("that is no shop of Shopify's any more is erased", async () => {
    await redact();
    answering(404);
    await eraseGoneShop(id, hours(0));
    expect(await isThere()).toBe(true);
    await eraseGoneShop(id, hours(6));
    expect(await isThere()).toBe(false);
  });

  it.each([402, 423, 403])("that is only frozen (%i) is looked into every night, and erased before Shopify's 30 days are over", async (status) => {
    await redact();
    answering(status);
    for (const at of [0, 6, 24 * 27]) {
      await eraseGoneShop(id, hours(at));
      expect(await isThere()).toBe(true);
    }
    await pool.query("SELECT graphile_worker.remove_job($1)", [`erase-gone-shop:${id}`]);
    await tidy(hours(24 * 27));
    expect(await runsAt()).toBeDefined();
    await eraseGoneShop(id, hours(24 * 28));
    expect(await isThere()).toBe(false);
  });

  it.each([500, 503])("is not erased while Shopify is in trouble (%i), however long", async (status) => {
    await redact();
    answering(status);
    await expect(eraseGoneShop(id, hours(24 * 40))).rejects.toThrow();
    expect(await isThere()).toBe(true);
  });

  it("whose tokens expired is not erased either while it is frozen", async () => {
    await pool.query("UPDATE sessions SET expires_at = now() - interval '1 minute' WHERE shop_domain = $1", [shop.domain]);
    await redact();
    answering(402);
    await eraseGoneShop(id, hours(0));
    await eraseGoneShop(id, hours(7));
    expect(await isThere()).toBe(true);
  });

  it("stays when it is opened again before the last look", async () => {
    shop.house.tokens.revokeAll();
    await redact();
    await eraseGoneShop(id, hours(0));
    await shop.install();
    await eraseGoneShop(id, hours(7));
    expect(await isThere()).toBe(true);
    expect(await wish()).toBeNull();
  });

  it("stays when it is opened between Shopify's refusal and its erasure", async () => {
    shop.house.tokens.revokeAll();
    await redact();
    await shop.install();
    expect(await eraseShopThatLeft(id)).toBe(false);
    expect(await isThere()).toBe(true);
  });

  it.each<[string, () => Promise<boolean>]>([
    ["it is being erased", () => eraseShopThatLeft(id)],
    ["older news of an uninstallation come", () => inTransaction((tx) => markUninstalled(tx, id, hours(-1)))],
  ])("stays when Shopify is just giving it other tokens while %s", async (_what, end) => {
    await pool.query("UPDATE sessions SET expires_at = now() - interval '1 minute' WHERE shop_domain = $1", [shop.domain]);
    await redact();
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    globalThis.fetch = async (...request) => {
      asked.resolve();
      await answer.promise;
      return realFetch.now(...request);
    };
    const given = sessionStorage.getAccessToken(shop.domain);
    await asked.promise;
    const hasEnded = end();
    await waiting(1);
    answer.resolve();
    expect(await Promise.all([hasEnded, given])).toEqual([false, expect.any(String)]);
    expect(await isThere()).toBe(true);
  });

  it("stays when it is just being opened while it is erased, though it had no tokens left to wait for", async () => {
    await pool.query("DELETE FROM sessions WHERE shop_domain = $1", [shop.domain]);
    await redact();
    const reads = await pool.connect();
    await reads.query("BEGIN; LOCK TABLE backfills IN SHARE MODE");
    const opened = shop.install();
    await waiting(1);
    const erased = eraseShopThatLeft(id);
    await waiting(2);
    await reads.query("ROLLBACK");
    reads.release();
    expect(await Promise.all([erased, opened])).toEqual([false, expect.objectContaining({ id })]);
    expect(await isThere()).toBe(true);
  });

  it("left, where Shopify dates that into the future, when it was heard: nothing that happens after it comes before it", async () => {
    await shop.deliver([{ webhookId: `early-${shop.domain}`, topic: "app/uninstalled", body: JSON.stringify({ myshopify_domain: shop.domain }), triggeredAt: hours(1).toISOString() }]);
    expect((await pool.query("SELECT uninstalled_at <= now() AS is_past FROM shops WHERE id = $1", [id])).rows).toEqual([{ is_past: true }]);
  });

  it("is erased at once when the news of its leaving comes after all", async () => {
    await redact();
    await shop.deliver([{ webhookId: `left-${shop.domain}`, topic: "app/uninstalled", body: JSON.stringify({ myshopify_domain: shop.domain }), triggeredAt: hours(-47).toISOString() }]);
    await eraseGoneShop(id, hours(0));
    expect(await isThere()).toBe(false);
  });
});
