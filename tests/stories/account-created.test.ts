import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accept } from "#app/inbox/accept.server.ts";
import { drainInbox } from "#app/jobs/drain-inbox.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { claimAccount } from "#app/usecases/claim-account.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { recordEvent } from "#app/usecases/record-event.server.ts";
import { createCustomer, mergeCustomers, signIn, updateCustomer } from "#standin/shop/change-customer.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { switchAccounts } from "#standin/shop/switch-accounts.ts";
import type { CustomerRecord } from "#standin/shop/records.ts";
import { openLab, type Lab, type LabShop, type Told } from "#tests/factories/shop-lab.ts";

// A point a pound, and fifty for an account.
const PROGRAM = {
  pendingDays: 0, refundPolicy: "clamp_to_zero", nthOrderMultipliers: [1], rewards: [], tiers: [], valuePerPointMinor: 1,
  earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100, conditions: [] }, { id: "account", kind: "account_created", points: 50, conditions: [] }],
};
const LONG_AGO = "2026-01-05T10:00:00Z";

let all: Lab;
let shops = 0;
beforeAll(async () => {
  all = await openLab();
});
afterAll(() => all.stop());

/** A shop with two old customers, one of them with an account, that has installed the app and published the program. */
async function openShop({ isPublished = true } = {}): Promise<{ lab: LabShop; shopId: number; older: CustomerRecord; guest: CustomerRecord }> {
  const lab = all.shop(`accounts-${(shops += 1)}.myshopify.com`, { scopes: ["read_all_orders"] });
  const { shop } = lab.house;
  const [older, guest] = (["ENABLED", "DISABLED"] as const).map((state, at) => createCustomer(shop, { email: `old${at}@example.com`, state, createdAt: LONG_AGO, deliver: false }));
  for (const customer of [older!, guest!]) placeOrder(shop, { customer: { id: customer.id }, totalMinor: 4_000, processedAt: LONG_AGO });
  lab.takeTold();
  const { id: shopId } = await lab.install();
  await lab.readHistory();
  lab.takeTold();
  if (isPublished) await publish(shopId);
  return { lab, shopId, older: older!, guest: guest! };
}

async function publish(shopId: number): Promise<void> {
  const now = new Date();
  expect(await saveDraft(shopId, PROGRAM, { by: "test", now })).toMatchObject({ outcome: "saved" });
  expect(await publishProgram(shopId, { startsAt: new Date("2026-01-01T00:00:00Z"), by: "test", now })).toMatchObject({ outcome: "published" });
  await settleDue(shopId, new Date());
}

type Standing = { settled: number | null; isClaimed: boolean; isFromTheStart: boolean; source: string | null; events: number };

async function standing(shopId: number, { id }: { id: string }): Promise<Standing> {
  const { rows } = await pool.query<Standing>(
    `SELECT m.settled_points::float8 AS settled, m.claimed_at IS NOT NULL AS "isClaimed", coalesce(m.claimed_at <= c.first_order_at, false) AS "isFromTheStart", a.source,
       (SELECT count(*)::integer FROM member_events e WHERE e.shop_id = $1 AND e.event = 'account_created'
          AND e.customer_id IN (SELECT customer_id FROM customers WHERE shop_id = $1 AND (customer_id = $2 OR merged_into_id = $2))) AS events
     FROM customers c LEFT JOIN member_points m ON m.shop_id = $1 AND m.customer_id = c.customer_id LEFT JOIN member_accounts a ON a.shop_id = $1 AND a.customer_id = c.customer_id
     WHERE c.shop_id = $1 AND c.customer_id = $2`,
    [shopId, id],
  );
  return rows[0]!;
}

const ofTopic = (told: Told[], topic: string) => told.filter((one) => one.topic === topic);

describe("an account that was there before the app", () => {
  it("earns nothing for being one, and its points were claimed from the start", async () => {
    const { shopId, older, guest } = await openShop();
    expect(await standing(shopId, older)).toEqual({ settled: 40, isClaimed: true, isFromTheStart: true, source: "before_install", events: 0 });
    expect(await standing(shopId, guest)).toEqual({ settled: 40, isClaimed: false, isFromTheStart: false, source: null, events: 0 });
  });

  it("still earns nothing when Shopify tells of the customer again, or enables the account once more", async () => {
    const { lab, shopId, older } = await openShop();
    // Not within the second in which the history showed it.
    lab.setClock(Date.now() + 60_000);
    updateCustomer(lab.house.shop, older, { state: "DISABLED" });
    await lab.deliver(lab.takeTold());
    signIn(lab.house.shop, older);
    await lab.deliver(lab.takeTold());
    await claimAccount(shopId, { customerId: older.id, now: new Date() });
    expect(await standing(shopId, older)).toMatchObject({ settled: 40, source: "before_install", events: 0 });
  });
});

describe("the first sign-in after an order", () => {
  it("claims what waited and gives the points of the account, once, however often and in whatever order it is told", async () => {
    const { lab, shopId, guest } = await openShop();
    signIn(lab.house.shop, guest);
    const told = lab.takeTold();
    expect(told.map(({ topic }) => topic)).toEqual(["customers/enable", "customers/update"]);
    for (const one of told.toReversed()) await lab.deliver([one]);
    await lab.deliver(told);
    await lab.deliver(told.map((one, at) => ({ ...one, webhookId: `again-${shopId}-${at}` })));
    await claimAccount(shopId, { customerId: guest.id, now: new Date() });
    expect(await standing(shopId, guest)).toMatchObject({ settled: 90, isClaimed: true, isFromTheStart: false, events: 1 });
  });

  it.each(["customers/enable", "customers/update"])("is enough when only %s arrives", async (topic) => {
    const { lab, shopId, guest } = await openShop();
    signIn(lab.house.shop, guest);
    await lab.deliver(ofTopic(lab.takeTold(), topic));
    expect(await standing(shopId, guest)).toMatchObject({ settled: 90, isClaimed: true, events: 1 });
  });

  it("is enough when we see it ourselves first, and what Shopify tells afterwards gives nothing more", async () => {
    const { lab, shopId, guest } = await openShop();
    await Promise.all([1, 2, 3].map(() => claimAccount(shopId, { customerId: guest.id, now: new Date() })));
    expect(await standing(shopId, guest)).toMatchObject({ settled: 90, isClaimed: true, source: "sign_in", events: 1 });
    signIn(lab.house.shop, guest);
    await lab.deliver(lab.takeTold());
    expect(await standing(shopId, guest)).toMatchObject({ settled: 90, events: 1 });
  });

  it("gives nothing more after a program of the shop told of the account through the API", async () => {
    const { lab, shopId, guest } = await openShop();
    const now = new Date();
    expect(await recordEvent(shopId, { customerId: guest.id, event: "account_created", occurredAt: now, idempotencyKey: "till-1" }, now)).toMatchObject({ points: 50 });
    signIn(lab.house.shop, guest);
    await lab.deliver(lab.takeTold());
    expect(await standing(shopId, guest)).toMatchObject({ settled: 90, isClaimed: true, events: 1 });
  });

  it("of a customer who came with the account after the installation earns, too", async () => {
    const { lab, shopId } = await openShop();
    const customer = createCustomer(lab.house.shop, { email: "young@example.com", state: "ENABLED" });
    await lab.deliver(lab.takeTold());
    expect(await standing(shopId, customer)).toMatchObject({ settled: 50, isClaimed: true, source: "state", events: 1 });
  });

  it("earns also when it fell into the reading of the history", async () => {
    const lab = all.shop(`accounts-${(shops += 1)}.myshopify.com`, { scopes: ["read_all_orders"] });
    const guest = createCustomer(lab.house.shop, { email: "early@example.com", createdAt: LONG_AGO, deliver: false });
    const { id: shopId, installedAt } = await lab.install();
    lab.setClock(installedAt.getTime() + 1_000);
    signIn(lab.house.shop, guest);
    const told = lab.takeTold();
    await lab.readHistory();
    expect(await standing(shopId, guest)).toMatchObject({ source: "before_install", events: 0 });
    await publish(shopId);
    await lab.deliver(told.map((one) => ({ ...one, triggeredAt: installedAt.toISOString() })));
    expect(await standing(shopId, guest)).toMatchObject({ settled: 50, source: "enabled", events: 1 });
  });

  it("before any program gives nothing, and a program that comes later finds the points claimed", async () => {
    const { lab, shopId, guest } = await openShop({ isPublished: false });
    signIn(lab.house.shop, guest);
    await lab.deliver(lab.takeTold());
    await publish(shopId);
    expect(await standing(shopId, guest)).toMatchObject({ settled: 40, isClaimed: true, events: 1 });
  });

  it("is one account for two customers who are merged", async () => {
    const { lab, shopId, older, guest } = await openShop();
    signIn(lab.house.shop, guest);
    await lab.deliver(lab.takeTold());
    mergeCustomers(lab.house.shop, { keep: older, remove: guest, status: "completed" });
    updateCustomer(lab.house.shop, older, { note: "merged" });
    await lab.deliver(lab.takeTold());
    expect(await standing(shopId, older)).toMatchObject({ settled: 130, isClaimed: true, events: 1 });
  });

  it("of somebody whom nobody knows changes nothing", async () => {
    const { shopId } = await openShop();
    await claimAccount(shopId, { customerId: "999", now: new Date() });
    const { rows } = await pool.query("SELECT FROM member_accounts WHERE shop_id = $1 AND customer_id = 999", [shopId]);
    expect(rows).toEqual([]);
  });
});

describe("the kind of customer accounts", () => {
  const kind = async (shopId: number) => (await pool.query<{ kind: string | null }>("SELECT customer_accounts AS kind FROM shops WHERE id = $1", [shopId])).rows[0]?.kind;

  it("follows the newest word of Shopify, in whatever order the words come", async () => {
    const { lab, shopId } = await openShop();
    switchAccounts(lab.house.shop, "CLASSIC");
    lab.setClock(Date.now() + 60_000);
    switchAccounts(lab.house.shop, "NEW_CUSTOMER_ACCOUNTS");
    const [classic, newer] = lab.takeTold();
    await lab.deliver([classic!]);
    expect(await kind(shopId)).toBe("classic");
    await lab.deliver([newer!]);
    await lab.deliver([{ ...classic!, webhookId: `late-${shopId}` }]);
    expect(await kind(shopId)).toBe("new");
  });

  it("that we have never heard of is parked with its reason, and changes nothing", async () => {
    const { lab, shopId } = await openShop();
    await accept({ shopDomain: lab.domain, webhookId: `odd-${shopId}`, eventId: null, topic: "customer_account_settings/update", apiVersion: null, triggeredAt: null, body: Buffer.from(`{"customer_accounts_version":"telepathy"}`) });
    await drainInbox(lab.domain);
    const { rows } = await pool.query("SELECT state, parked_reason FROM inbox_events WHERE webhook_id = $1", [`odd-${shopId}`]);
    expect(rows).toEqual([{ state: "parked", parked_reason: "The field customer_accounts_version is no kind of customer accounts." }]);
    expect(await kind(shopId)).toBeNull();
  });
});
