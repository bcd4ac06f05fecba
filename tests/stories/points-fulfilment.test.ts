import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localDay, startOfDayAfter } from "#app/domain/time.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { findCustomerPoints } from "#app/queries/customer-points.server.ts";
import { findMessageContent } from "#app/queries/message-content.server.ts";
import type { Shop } from "#app/store/shops.server.ts";
import { listProgramVersions } from "#app/store/program-versions.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { fulfillOrder, payOrder } from "#standin/shop/change-order.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import type { OrderRecord } from "#standin/shop/records.ts";
import { openLab, type Lab, type LabShop } from "#tests/factories/shop-lab.ts";

const DAY_MS = 86_400_000;
const ZONE = "America/New_York";
const PLACED_MS = Math.floor(Date.now() / 1_000) * 1_000 - 6 * 3_600_000;

let all: Lab;
let tea: LabShop;
let shop: Shop;

beforeAll(async () => {
  all = await openLab();
  tea = all.shop("parcels.myshopify.com", { timeZone: ZONE });
  shop = await tea.install();
  await tea.readHistory();
  await saveDraft(shop.id, { pendingFrom: "fulfillment", nthOrderMultipliers: [1, 2], earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }] }, { by: "test", now: new Date() });
  await publishProgram(shop.id, { startsAt: new Date(PLACED_MS - 30 * DAY_MS), by: "test", now: new Date() });
});
afterAll(() => all.stop());

const hear = () => tea.deliver(tea.takeTold());

async function order(email: string, placedMs = PLACED_MS, { paid = true } = {}): Promise<OrderRecord & { customerId: string }> {
  const at = new Date(placedMs).toISOString();
  const placed = placeOrder(tea.house.shop, { customer: { email }, totalMinor: 4_000, paid, createdAt: at, processedAt: at });
  await hear();
  return Object.assign(placed, { customerId: placed.customer!.id });
}

async function send(one: OrderRecord, atMs: number): Promise<void> {
  fulfillOrder(tea.house.shop, one, { delivered: false, atMs });
  await hear();
}

const nextDue = async (customerId: string) =>
  (await pool.query<{ at: Date | null }>("SELECT next_due_at AS at FROM member_points WHERE shop_id = $1 AND customer_id = $2", [shop.id, customerId])).rows[0]?.at;
const moves = async (customerId: string) =>
  (await pool.query<{ kind: string; at: Date }>("SELECT kind, occurred_at AS at FROM ledger_entries WHERE shop_id = $1 AND customer_id = $2 ORDER BY id", [shop.id, customerId])).rows.map(({ kind, at }) => [kind, at]);
const held = async (customerId: string) =>
  (await pool.query("SELECT pending_points::float8 AS pending, settled_points::float8 AS settled FROM member_points WHERE shop_id = $1 AND customer_id = $2", [shop.id, customerId])).rows[0];
const seen = async (customerId: string) => (await findCustomerPoints(shop, customerId, new Date())).pendingOrders.map(({ settlesAt, awaits }) => [settlesAt, awaits]);
const mailed = async ({ id, customerId }: { id: string; customerId: string }) =>
  findMessageContent(shop, { customerId, message: { kind: "earned", orderId: id }, versions: await listProgramVersions(pool, shop.id) }, new Date());

describe("points that wait for the parcel", () => {
  it("are released 14 full days after the order was sent, and nobody promises a day before that", async () => {
    const one = await order("ann@example.com");
    expect(await seen(one.customerId)).toEqual([[null, "fulfillment"]]);
    expect(await mailed(one)).toMatchObject({ content: { spendableFrom: null, awaitsFulfillment: true } });
    const sentMs = PLACED_MS + 3_600_000;
    await send(one, sentMs);
    const end = startOfDayAfter(new Date(sentMs), 15, ZONE);
    expect(await seen(one.customerId)).toEqual([[end.toISOString(), null]]);
    expect(await mailed(one)).toMatchObject({ content: { spendableFrom: localDay(end, ZONE), awaitsFulfillment: false } });
    expect(await nextDue(one.customerId)).toEqual(end);
    await settleDue(shop.id, new Date(end.getTime() - 1));
    expect(await moves(one.customerId)).toHaveLength(1);
    await settleDue(shop.id, end);
    expect((await moves(one.customerId)).at(-1)).toEqual(["earn_released", end]);
  });

  it("wait on when the rest is sent later, and are left alone by what is sent after their release", async () => {
    const one = await order("bea@example.com");
    await send(one, PLACED_MS + 3_600_000);
    await send(one, PLACED_MS + 9 * DAY_MS);
    const end = startOfDayAfter(new Date(PLACED_MS + 9 * DAY_MS), 15, ZONE);
    expect(await nextDue(one.customerId)).toEqual(end);
    await settleDue(shop.id, end);
    expect((await moves(one.customerId)).at(-1)).toEqual(["earn_released", end]);
    await send(one, end.getTime() + DAY_MS);
    await settleDue(shop.id, new Date(end.getTime() + 100 * DAY_MS));
    expect(await moves(one.customerId)).toHaveLength(2);
    expect(await nextDue(one.customerId)).toBeNull();
  });

  it("are released 60 full days after the payment of an order that was never sent", async () => {
    const one = await order("cat@example.com");
    const end = startOfDayAfter(new Date(PLACED_MS), 61, ZONE);
    expect(await nextDue(one.customerId)).toEqual(end);
    await settleDue(shop.id, new Date(end.getTime() - 1));
    expect(await moves(one.customerId)).toHaveLength(1);
    await settleDue(shop.id, end);
    expect((await moves(one.customerId)).at(-1)).toEqual(["earn_released", end]);
  });
});

describe("a parcel that is heard of after the points were released", () => {
  it("takes nothing back, but the order's number stays open until the day on which they should have been released", async () => {
    const placedMs = PLACED_MS - 20 * DAY_MS;
    const before = await order("dan@example.com", placedMs - DAY_MS, { paid: false });
    const one = await order("dan@example.com", placedMs);
    await send(one, placedMs + 3_600_000);
    expect((await moves(one.customerId)).map(([kind]) => kind)).toEqual(["earn_pending", "earn_released"]);
    expect(await nextDue(one.customerId)).toBeNull();
    const lateMs = placedMs + 10 * DAY_MS;
    await send(one, lateMs);
    const end = startOfDayAfter(new Date(lateMs), 15, ZONE);
    expect(await nextDue(one.customerId)).toEqual(end);
    expect(await held(one.customerId)).toEqual({ pending: 0, settled: 40 });
    payOrder(tea.house.shop, before, Date.now());
    await hear();
    expect(await held(one.customerId)).toEqual({ pending: 40, settled: 80 });
    await settleDue(shop.id, new Date(end.getTime() + 100 * DAY_MS));
    expect(await held(one.customerId)).toEqual({ pending: 0, settled: 120 });
    expect(await nextDue(one.customerId)).toBeNull();
  });
});
