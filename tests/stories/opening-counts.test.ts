import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { admitFileOrders } from "#app/facts/admit-file-orders.server.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { startBackfill } from "#app/usecases/start-backfill.server.ts";
import { createCustomer, updateCustomer } from "#standin/shop/change-customer.ts";
import { cancelOrder, updateOrder } from "#standin/shop/change-order.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import type { CustomerRecord, OrderRecord } from "#standin/shop/records.ts";
import { openLab, type Lab, type LabShop } from "#tests/factories/shop-lab.ts";
import { readScores, type Score } from "#tests/factories/stored-scores.ts";

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Math.floor((Date.now() - days * DAY_MS) / 1_000) * 1_000);

let lab: Lab;
let gifts: LabShop;
let jo: CustomerRecord;
let shopCount = 0;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

beforeEach(() => {
  shopCount += 1;
  gifts = lab.shop(`gifts-${shopCount}.myshopify.com`);
  gifts.setClock(daysAgo(400));
  jo = createCustomer(gifts.house.shop, { email: "jo@example.com" });
});

const place = (daysBefore: number, customer = jo): OrderRecord =>
  placeOrder(gifts.house.shop, { customer: { id: customer.id }, createdAt: daysAgo(daysBefore).toISOString(), totalMinor: 1_000 });
const tell = () => gifts.deliver(gifts.takeTold());
const score = async (customer = jo): Promise<Score | undefined> => (await readScores(gifts.domain))[customer.id];

async function installAndRead(): Promise<void> {
  gifts.takeTold();
  await gifts.install();
  await gifts.readHistory();
}

/** What the shop grants the app at its next installation. */
function allow(what: "everything" | "60 days"): void {
  const { settings } = gifts.house.shop;
  const others = (settings.grantableScopes ?? []).filter((scope) => scope !== "read_all_orders");
  settings.grantableScopes = what === "everything" ? [...others, "read_all_orders"] : others;
}

/** What the merchant grants later, as Shopify tells it. */
async function grantEverything(): Promise<void> {
  gifts.house.shop.grantedScopes = [...gifts.house.shop.grantedScopes, "read_all_orders"];
  await tellScopes();
}

async function tellScopes(): Promise<void> {
  const at = new Date().toISOString();
  const body = { current: gifts.house.shop.grantedScopes, previous: [], updated_at: at };
  await gifts.deliver([{ webhookId: `scopes-${randomUUID()}`, topic: "app/scopes_update", body: JSON.stringify(body), triggeredAt: at }]);
}

/** The next installation finds the app as Shopify left it: no tokens, and an end of the first one. */
async function uninstall(): Promise<void> {
  await pool.query("UPDATE shops SET uninstalled_at = now() WHERE domain = $1", [gifts.domain]);
  gifts.house.shop.installed = false;
}

describe("a shop that does not show orders older than 60 days", () => {
  it("has about-counts: what Shopify counted, less what we see, and no date for what lies inside", async () => {
    place(300);
    place(200);
    const seen = place(20);
    await installAndRead();
    expect(await score()).toMatchObject({ openingCount: 2, countedOrders: 1, stage: "loyal", stageOrderId: seen.id });
  });

  it("cannot say since when a stage holds that was reached before", async () => {
    for (const days of [300, 250, 200]) place(days);
    place(20);
    await installAndRead();
    expect(await score()).toMatchObject({ openingCount: 3, countedOrders: 1, stage: "loyal", stageSince: null, stageOrderId: null });
  });

  it("counts on from there, and an order from before that is cancelled now changes nothing", async () => {
    const old = place(200);
    place(20);
    await installAndRead();
    cancelOrder(gifts.house.shop, old, Date.now());
    await tell();
    expect(await score()).toMatchObject({ openingCount: 1, countedOrders: 1, stage: "second" });
    place(1);
    await tell();
    expect(await score()).toMatchObject({ openingCount: 1, countedOrders: 2, stage: "loyal" });
  });

  it("counts an order from before once, also when news of it arrive", async () => {
    const old = place(200);
    place(20);
    await installAndRead();
    updateOrder(gifts.house.shop, old, { update: { tags: ["looked at"] }, atMs: Date.now() });
    await tell();
    expect(await score()).toMatchObject({ openingCount: 1, countedOrders: 1, stage: "second" });
  });

  it("keeps all of what lies before though a guest's order joined, which Shopify does not count", async () => {
    for (const days of [300, 250, 20]) place(days);
    gifts.takeTold();
    await gifts.install();
    placeOrder(gifts.house.shop, { customer: null, email: "jo@example.com", createdAt: daysAgo(10).toISOString(), totalMinor: 1_000 });
    updateCustomer(gifts.house.shop, jo, { firstName: "Jo" });
    await tell();
    await gifts.readHistory();
    expect(await score()).toMatchObject({ openingCount: 2, countedOrders: 2 });
  });

  it("loses an order that we see when it is cancelled", async () => {
    place(200);
    const seen = place(20);
    await installAndRead();
    cancelOrder(gifts.house.shop, seen, Date.now());
    await tell();
    expect(await score()).toMatchObject({ openingCount: 1, countedOrders: 0, stage: "first", stageOrderId: null });
  });

  it("counts no order twice when its history is read again", async () => {
    place(20);
    await installAndRead();
    const kim = createCustomer(gifts.house.shop, { email: "kim@example.com" });
    place(10, kim);
    await tell();
    // Time passes: what was seen then is older now than Shopify shows, also at the next installation.
    await pool.query("UPDATE orders SET created_at = created_at - interval '70 days', processed_at = processed_at - interval '70 days' WHERE shop_id = (SELECT id FROM shops WHERE domain = $1)", [gifts.domain]);
    await pool.query("UPDATE shops SET history_horizon_at = history_horizon_at - interval '70 days' WHERE domain = $1", [gifts.domain]);
    for (const order of gifts.house.shop.orders.values()) order.createdAtMs -= 70 * DAY_MS;
    await uninstall();
    await installAndRead();
    expect(await score(kim)).toMatchObject({ openingCount: 0, countedOrders: 1, stage: "first" });
    expect(await score(jo)).toMatchObject({ openingCount: 0, countedOrders: 1, stage: "first" });
  });

  it("has what it showed before it left, and no more when it came back, in what lies before, where its orders were never read whole", async () => {
    place(300);
    place(50);
    gifts.takeTold();
    await gifts.install();
    const { id: shopId } = await gifts.row();
    await pool.query("UPDATE backfills SET state = 'failed' WHERE subject = 'orders' AND shop_id = $1", [shopId]);
    await gifts.readHistory();
    await pool.query("UPDATE backfills SET state = 'running' WHERE subject = 'orders' AND shop_id = $1", [shopId]);
    expect(await score()).toMatchObject({ openingCount: 1, countedOrders: 0 });
    await pool.query("UPDATE shops SET history_horizon_at = history_horizon_at - interval '20 days' WHERE id = $1", [shopId]);
    for (const order of gifts.house.shop.orders.values()) order.createdAtMs -= 20 * DAY_MS;
    await uninstall();
    await installAndRead();
    expect(await score()).toMatchObject({ openingCount: 2, countedOrders: 0, stage: "second" });
  });
});

it("an order that a file brought is no part of what lies before, also of a customer who is counted for the first time", async () => {
  place(20);
  await installAndRead();
  const kim = createCustomer(gifts.house.shop, { email: "kim@example.com" });
  const old = place(200, kim);
  await tell();
  const { id: shopId } = await gifts.row();
  await inTransaction(async (tx) => admitFileOrders(await lockShopFacts(tx, shopId), shopId, [old.id]));
  await startBackfill(shopId, new Date());
  await gifts.readHistory();
  expect(await score(kim)).toMatchObject({ openingCount: 0, countedOrders: 1, stage: "first" });
});

describe("a shop that showed everything once", () => {
  beforeEach(async () => {
    for (const days of [300, 250, 200, 20]) place(days);
    allow("everything");
    await installAndRead();
    expect(await score()).toMatchObject({ openingCount: 0, countedOrders: 4, stage: "loyal" });
  });

  it("counts no order twice when the app comes back without the right to read them all", async () => {
    await uninstall();
    allow("60 days");
    await installAndRead();
    expect(await score()).toMatchObject({ openingCount: 0, countedOrders: 4, stage: "loyal" });
  });

  it("keeps what was bought before it shows so little, and what it sold without us lies before what we see", async () => {
    await uninstall();
    allow("60 days");
    place(100);
    const kim = createCustomer(gifts.house.shop, { email: "kim@example.com" });
    place(90, kim);
    place(5, kim);
    await installAndRead();
    expect(await score()).toMatchObject({ openingCount: 1, countedOrders: 4 });
    expect(await score(kim)).toMatchObject({ openingCount: 1, countedOrders: 1, stage: "second" });
  });

  it("has exact counts again when it shows everything again", async () => {
    await uninstall();
    allow("60 days");
    place(100);
    await installAndRead();
    await grantEverything();
    await gifts.readHistory();
    expect(await score()).toMatchObject({ openingCount: 0, countedOrders: 5 });
  });

  it("has exact counts again when it shows everything again before the short read is over", async () => {
    await uninstall();
    allow("60 days");
    place(100);
    gifts.takeTold();
    await gifts.install();
    await grantEverything();
    await gifts.readHistory();
    await gifts.readHistory();
    expect(await score()).toMatchObject({ openingCount: 0, countedOrders: 5 });
  });

  it("counts no order twice when its history is read again after the right was withdrawn", async () => {
    allow("60 days");
    gifts.house.shop.grantedScopes = gifts.house.shop.settings.grantableScopes ?? [];
    await tellScopes();
    await startBackfill((await gifts.row()).id, new Date());
    await gifts.readHistory();
    expect(await score()).toMatchObject({ openingCount: 0, countedOrders: 4, stage: "loyal" });
  });
});

describe("a shop that was to show everything, and then does not", () => {
  let old: OrderRecord;

  beforeEach(async () => {
    old = place(300);
    for (const days of [250, 200, 5]) place(days);
    allow("everything");
    gifts.takeTold();
    await gifts.install();
    gifts.house.shop.grantedScopes = gifts.house.shop.grantedScopes.filter((scope) => scope !== "read_all_orders");
  });

  const changeOld = async () => {
    updateOrder(gifts.house.shop, old, { update: { tags: ["looked at"] }, atMs: Date.now() });
    await tell();
  };

  it("counts an order from before once, also when news of it arrive: its history begins where it is read from", async () => {
    await tellScopes();
    await gifts.readHistory();
    expect(await score()).toMatchObject({ openingCount: 3, countedOrders: 1 });
    await changeOld();
    expect(await score()).toMatchObject({ openingCount: 3, countedOrders: 1 });
    expect((await gifts.row()).historyHorizonAt).not.toBeNull();
  });

  it("does so too where the read of everything failed and another was asked for", async () => {
    await pool.query("UPDATE backfills SET state = 'failed' WHERE shop_id = (SELECT id FROM shops WHERE domain = $1)", [gifts.domain]);
    await tellScopes();
    await startBackfill((await gifts.row()).id, new Date());
    await gifts.readHistory();
    await changeOld();
    expect(await score()).toMatchObject({ openingCount: 3, countedOrders: 1 });
  });
});

describe("a shop that shows everything later", () => {
  it("has exact counts and dates from then on", async () => {
    const orders = [place(300), place(200), place(20)];
    await installAndRead();
    await grantEverything();
    await gifts.readHistory();
    expect(await score()).toMatchObject({ openingCount: 0, countedOrders: 3, stage: "loyal", stageOrderId: orders[2]?.id });
    expect(await gifts.row()).toMatchObject({ historyHorizonAt: null });
  });

  it("is read whole, also when the grant comes while the first read is under way", async () => {
    for (const days of [300, 200, 20]) place(days);
    gifts.takeTold();
    await gifts.install();
    await grantEverything();
    await gifts.readHistory();
    await gifts.readHistory();
    expect(await score()).toMatchObject({ openingCount: 0, countedOrders: 3, stage: "loyal" });
  });

  it("keeps its about-counts when only half of the read succeeded", async () => {
    place(300);
    place(20);
    await installAndRead();
    await grantEverything();
    await pool.query("UPDATE backfills SET state = 'failed' WHERE subject = 'orders' AND state = 'asked' AND shop_id = (SELECT id FROM shops WHERE domain = $1)", [gifts.domain]);
    await gifts.readHistory();
    expect(await score()).toMatchObject({ openingCount: 1, countedOrders: 1, stage: "second" });
    expect((await gifts.row()).historyHorizonAt).not.toBeNull();
  });
});
