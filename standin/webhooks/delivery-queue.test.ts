import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { uninstall } from "#standin/control/install.ts";
import { redactCustomer } from "#standin/shop/change-customer.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { CREDENTIALS, openTestShop, type TestShop } from "#standin/testing/open-test-shop.ts";

describe("webhooks of the stand-in", () => {
  let shop: TestShop;
  beforeEach(async () => {
    shop = await openTestShop();
  });
  afterEach(() => shop.stop());

  const topics = () => shop.received.map(({ headers }) => headers["x-shopify-topic"]);
  const ids = () => shop.received.map(({ headers }) => headers["x-shopify-webhook-id"]);
  const placeMany = (count: number) => {
    for (let index = 0; index < count; index += 1) placeOrder(shop.house.shop, { customer: null, totalMinor: 100 });
  };

  it("are signed over the raw body with the app's secret", async () => {
    placeOrder(shop.house.shop, { customer: { email: "zoë@example.com" } });
    await shop.house.deliveries.flush();
    for (const { headers, body } of shop.received) {
      expect(headers["x-shopify-hmac-sha256"]).toBe(createHmac("sha256", CREDENTIALS.apiSecret).update(body).digest("base64"));
    }
    expect(shop.received[0]?.headers).toMatchObject({ "x-shopify-shop-domain": "tea.myshopify.com", "x-shopify-api-version": "2026-07" });
  });

  it("tell a first order in the order of events", async () => {
    placeOrder(shop.house.shop, {});
    await shop.house.deliveries.flush();
    expect(topics().toSorted()).toEqual(["customers/create", "order_transactions/create", "orders/create", "orders/paid"]);
    expect(shop.house.deliveries.log.map(({ topic }) => topic)).toEqual(["customers/create", "orders/create", "order_transactions/create", "orders/paid"]);
  });

  it("write ids above 2^53 with all their digits", async () => {
    placeOrder(shop.house.shop, { id: "9007199254740993123" });
    await shop.house.deliveries.flush();
    expect(shop.received.find(({ headers }) => headers["x-shopify-topic"] === "orders/paid")?.body).toMatch(/^{"id":9007199254740993123,/);
  });

  it("carry only the fields that the app's manifest includes", async () => {
    placeOrder(shop.house.shop, {});
    await shop.house.deliveries.flush();
    const order = JSON.parse(shop.received.find(({ headers }) => headers["x-shopify-topic"] === "orders/create")?.body ?? "{}") as Record<string, object>;
    expect(order).toHaveProperty("line_items");
    expect(order).not.toHaveProperty("browser_ip");
    expect(order["customer"]).not.toHaveProperty("phone");
  });

  it("come again when the app fails, until it takes them", async () => {
    shop.answers.push(500, 503);
    placeMany(1);
    await shop.house.deliveries.flush();
    expect(shop.received).toHaveLength(5);
    expect(shop.house.deliveries.log.every(({ state }) => state === "delivered")).toBe(true);
  });

  it("are given up after eight attempts", async () => {
    shop.answers.push(...Array<number>(24).fill(500));
    placeMany(1);
    await shop.house.deliveries.flush();
    expect(shop.house.deliveries.log.map(({ state, attempts }) => [state, attempts])).toEqual(Array(3).fill(["given-up", 8]));
  });

  it("are doubled, dropped and shuffled on request, the same for the same seed", async () => {
    const play = async () => {
      Object.assign(shop.house.faults.webhooks, { duplicateShare: 0.2, dropShare: 0.2, shuffle: true, seed: 7 });
      placeMany(50);
      await shop.house.deliveries.flush();
      return shop.house.deliveries.log.map(({ topic, state }) => `${topic} ${state}`);
    };
    const first = await play();
    expect(first.filter((line) => line.endsWith("dropped")).length).toBeGreaterThan(10);
    expect(new Set(ids()).size).toBeLessThan(shop.received.length);
    await shop.stop();
    shop = await openTestShop();
    expect(await play()).toEqual(first);
  });

  it("are sent again by replay, also the lost ones", async () => {
    shop.house.faults.webhooks.dropShare = 1;
    placeMany(1);
    expect(shop.house.deliveries.replay(() => true, true)).toBe(3);
    await shop.house.deliveries.flush();
    expect(topics()).toHaveLength(3);
  });

  it.each([["lost", 1], ["twice", 7], ["broken", 4]])("follow the sentinel %s@example.com", async (name, count) => {
    placeOrder(shop.house.shop, { customer: { email: `${name}@example.com` } });
    await shop.house.deliveries.flush();
    expect(shop.received).toHaveLength(count);
    const unreadable = shop.received.filter(({ body }) => {
      try {
        return JSON.parse(body) === null;
      } catch {
        return true;
      }
    });
    expect(unreadable).toHaveLength(name === "broken" ? 3 : 0);
  });

  it("stop when the app is uninstalled, but for the compliance topics", async () => {
    const order = placeOrder(shop.house.shop, {});
    await shop.house.deliveries.flush();
    shop.received.length = 0;
    uninstall(shop.house);
    placeMany(1);
    if (order.customer) redactCustomer(shop.house.shop, order.customer);
    await shop.house.deliveries.flush();
    expect(topics()).toEqual(["app/uninstalled", "customers/redact"]);
  });
});
