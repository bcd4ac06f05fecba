import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { post } from "#tests/factories/signed-delivery.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await world.openApp(SHOP);
  await world.settled(SHOP);
});
afterAll(() => world.stop());

type ShopRow = {
  id: number; uninstalled_at: Date | null; reopen_needed_at: Date | null; installed_at: Date; tokens_given_at: Date; granted_scopes: string[];
  erase_asked_at: Date | null; erase_refused_since: Date | null;
};
const shopRow = async (domain = SHOP) => (await world.sql<ShopRow>("select * from shops where domain = $1", [domain]))[0];
const sessions = async () => (await world.sql<{ n: number }>("select count(*)::int as n from sessions where shop_domain = $1", [SHOP]))[0]?.n;
const counted = async () => (await world.sql<{ n: number }>("select coalesce(sum(counted_orders), 0)::int as n from customers"))[0]?.n;

/** Runs a job of the shop and waits until the queue has let go of it. */
async function run(name: string, domain = SHOP): Promise<void> {
  const { id } = (await shopRow(domain)) ?? { id: 0 };
  await world.sql("select graphile_worker.add_job($1, json_build_object('shopId', $2::int), job_key => 'asked by hand')", [name, id]);
  await waitFor(`${name} to be over`, async () => (await world.sql("select 1 from graphile_worker.jobs where key = 'asked by hand'")).length === 0);
}

describe("a shop that leaves and comes back", () => {
  it("keeps its figures while it is away, but no tokens, and its work rests", async () => {
    await world.control.order(SHOP, { customer: { email: "jo@example.com" } });
    await world.settled(SHOP);
    await world.control.uninstall(SHOP);
    await waitFor("the uninstall", async () => (await shopRow())?.uninstalled_at !== null);
    expect(await sessions()).toBe(0);
    expect(await counted()).toBe(1);
    const asked = (await world.sql<{ n: number }>("select count(*)::int as n from reconciliations"))[0]?.n;
    for (const name of ["reconcile-updated", "reconcile-ids", "advance-backfill", "reread-orders"]) await run(name);
    expect((await world.sql<{ n: number }>("select count(*)::int as n from reconciliations"))[0]?.n).toBe(asked);
  });

  it("reads what happened in between when it comes back, and counts nothing twice", async () => {
    // Shopify tells an app nothing that is not installed.
    await world.control.order(SHOP, { customer: { email: "jo@example.com" } });
    await world.control.order(SHOP, { customer: { email: "kim@example.com" } });
    expect(await counted()).toBe(1);
    await world.openApp(SHOP);
    await world.settled(SHOP);
    expect(await counted()).toBe(3);
    expect(await shopRow()).toMatchObject({ uninstalled_at: null });
    expect(await sessions()).toBe(1);
  });

  it("is not thrown out by the late news of the uninstall before", async () => {
    const { installed_at: installedAt } = (await shopRow()) ?? { installed_at: new Date(0) };
    await post(world.appOrigin, { shop: SHOP, topic: "app/uninstalled", body: { myshopify_domain: SHOP }, triggeredAt: new Date(installedAt.getTime() - 1_000).toISOString() });
    await world.settled(SHOP);
    expect(await shopRow()).toMatchObject({ uninstalled_at: null });
    expect(await sessions()).toBe(1);
  });

  it("is not erased by an erasure of the time before it came back", async () => {
    await post(world.appOrigin, { shop: SHOP, topic: "shop/redact", body: { shop_domain: SHOP } });
    await world.settled(SHOP);
    expect(await counted()).toBe(3);
  });
});

describe("a shop of whose leaving nothing was heard", () => {
  /** Leaves, and the news of it gets lost; answers when that was. */
  async function leaveUnheard(): Promise<Date> {
    await world.control.setFaults(SHOP, { webhooks: { dropShare: 1 } });
    await world.control.uninstall(SHOP);
    await world.control.clearFaults(SHOP);
    expect(await shopRow()).toMatchObject({ uninstalled_at: null });
    return new Date();
  }

  it("reads what happened in between when it is opened, although the work behind the pages met the refusal first, and the late news of its leaving changes nothing", async () => {
    const leftAt = await leaveUnheard();
    await world.control.order(SHOP, { customer: { email: "ann@example.com" } });
    await run("reconcile-updated");
    expect(await shopRow()).toMatchObject({ uninstalled_at: null, reopen_needed_at: expect.any(Date) as Date });
    await world.openApp(SHOP);
    await world.settled(SHOP);
    expect(await counted()).toBe(4);
    await post(world.appOrigin, { shop: SHOP, topic: "app/uninstalled", body: { myshopify_domain: SHOP }, triggeredAt: leftAt.toISOString() });
    await world.settled(SHOP);
    expect(await shopRow()).toMatchObject({ uninstalled_at: null, reopen_needed_at: null });
    expect(await sessions()).toBe(1);
  });

  it("does so as well when the refusal is met as it is opened; the late news of its leaving changes nothing, nor does the wish to erase it", async () => {
    const leftAt = await leaveUnheard();
    await world.control.order(SHOP, { customer: { email: "lee@example.com" } });
    await world.openApp(SHOP);
    await world.settled(SHOP);
    expect(await counted()).toBe(5);
    expect((await shopRow())?.tokens_given_at.getTime()).toBeGreaterThanOrEqual(leftAt.getTime());
    await post(world.appOrigin, { shop: SHOP, topic: "app/uninstalled", body: { myshopify_domain: SHOP }, triggeredAt: leftAt.toISOString() });
    await post(world.appOrigin, { shop: SHOP, topic: "shop/redact", body: { shop_domain: SHOP } });
    await world.settled(SHOP);
    await waitFor("the wish to be over", async () => (await shopRow())?.erase_asked_at === null);
    expect(await shopRow()).toMatchObject({ uninstalled_at: null });
    expect(await counted()).toBe(5);
  });

  it("is erased when Shopify asks for it and has taken its tokens no more for hours", async () => {
    const other = "leaves-unheard.myshopify.com";
    await world.control.createShop({ domain: other });
    await world.openApp(other);
    await world.control.order(other, { customer: { email: "max@example.com" } });
    await world.settled(other);
    await world.control.setFaults(other, { webhooks: { dropShare: 1 } });
    await world.control.uninstall(other);
    await world.control.clearFaults(other);
    await world.sql("update shops set installed_at = now() - interval '3 days', tokens_given_at = now() - interval '2 days' where domain = $1", [other]);
    await post(world.appOrigin, { shop: other, topic: "shop/redact", body: { shop_domain: other } });
    await waitFor("the first refusal", async () => (await shopRow(other))?.erase_refused_since);
    expect(await shopRow(other)).toMatchObject({ uninstalled_at: null });
    await world.sql("update shops set erase_refused_since = now() - interval '6 hours' where domain = $1", [other]);
    await run("erase-gone-shop", other);
    await waitFor("the erasure", async () => (await world.sql("select 1 from shops where domain = $1", [other])).length === 0);
    expect(await world.sql("select 1 from inbox_events where shop_domain = $1", [other])).toEqual([]);
    expect(await world.sql("select 1 from customers where email = 'max@example.com'")).toEqual([]);
  });
});

describe("a shop whose permissions change", () => {
  it("is known by what it grants now", async () => {
    const before = (await shopRow())?.granted_scopes ?? [];
    await world.control.setScopes(SHOP, before.filter((scope) => scope !== "read_customer_merge"));
    await world.settled(SHOP);
    expect((await shopRow())?.granted_scopes).not.toContain("read_customer_merge");
    await world.control.setScopes(SHOP, before);
    await world.settled(SHOP);
    expect((await shopRow())?.granted_scopes.toSorted()).toEqual(before.toSorted());
  });
});

describe("a shop whose tokens Shopify refuses", () => {
  it("says that it must be opened, asks Shopify nothing more, and still takes deliveries", async () => {
    await world.sql("update sessions set expires_at = now() - interval '1 minute' where shop_domain = $1", [SHOP]);
    await world.control.setFaults(SHOP, { admin: { refreshFails: true } });
    await run("reconcile-updated");
    await waitFor("the mark", async () => (await shopRow())?.reopen_needed_at);
    expect(await sessions()).toBe(1);
    await world.control.clearFaults(SHOP);
    const asked = await world.sql("select id from reconciliations");
    await run("reconcile-ids");
    expect(await world.sql("select id from reconciliations")).toEqual(asked);
    await world.control.order(SHOP, { customer: { email: "jo@example.com" } });
    await waitFor("the order to be counted", async () => (await counted()) === 6);
    const { body } = await world.api<{ reopenNeededAt: string | null }>("sync", await world.apiToken(SHOP));
    expect(body.reopenNeededAt).not.toBeNull();
  });

  it("goes on settling what is due by the clock alone, which takes no token", async () => {
    await world.sql("update customers set next_due_at = now() - interval '1 second' where email = 'jo@example.com'");
    await world.sql("select graphile_worker.add_job('sweep', '{}')");
    await waitFor("the customer to be settled", async () => (await world.sql("select 1 from customers where next_due_at is not null")).length === 0);
    expect(await shopRow()).toMatchObject({ reopen_needed_at: expect.any(Date) as Date });
  });

  it("loses nothing when it is opened while Shopify gives no other tokens", async () => {
    await world.openApp(SHOP);
    await world.control.revokeTokens(SHOP);
    await world.control.setFaults(SHOP, { admin: { failNext: Array.from({ length: 6 }, () => ({ operation: "token", kind: "500" as const })) } });
    expect((await world.control.openApp(SHOP)).status).toBe(500);
    expect(await shopRow()).toMatchObject({ uninstalled_at: null });
    expect((await world.api("metrics/summary", await world.apiToken(SHOP))).status).toBe(200);
    await world.control.clearFaults(SHOP);
    await run("reconcile-updated");
    expect(await shopRow()).toMatchObject({ uninstalled_at: null, reopen_needed_at: expect.any(Date) as Date });
  });

  it("goes on as soon as the merchant opens it", async () => {
    await world.openApp(SHOP);
    expect(await shopRow()).toMatchObject({ reopen_needed_at: null });
    const before = (await world.sql<{ n: number }>("select count(*)::int as n from reconciliations where finished_at is not null"))[0]?.n ?? 0;
    await run("reconcile-updated");
    expect((await world.sql<{ n: number }>("select count(*)::int as n from reconciliations where finished_at is not null"))[0]?.n).toBe(before + 1);
  });
});
