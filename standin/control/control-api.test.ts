import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startStandin, type RunningStandin } from "#standin/start-standin.ts";

type Answer = Record<string, unknown>;

describe("the control API", () => {
  let running: RunningStandin;
  beforeAll(async () => {
    running = await startStandin({ apiKey: "key", apiSecret: "secret", appScopes: ["read_orders"] });
  });
  afterAll(() => running.stop());

  const call = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: Answer }> => {
    const answer = await fetch(`${running.adminOrigin}/standin/${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
    return { status: answer.status, body: await answer.json() as Answer };
  };
  const at = "shops/tea.myshopify.com";

  it("makes a shop, once", async () => {
    const made = await call("POST", "shops", { domain: "tea.myshopify.com", currency: "JPY", scopes: ["read_orders", "read_all_orders"] });
    expect(made.body).toMatchObject({ domain: "tea.myshopify.com", currency: "JPY", installed: false, orders: 0 });
    expect(await call("POST", "shops", { domain: "tea.myshopify.com" })).toMatchObject({ status: 400, body: { error: "shop tea.myshopify.com exists already" } });
    expect((await call("POST", "shops", { domain: "tea.example.com" })).status).toBe(400);
  });

  it("lets an order live: placed, paid, refunded in part, moved, cancelled, deleted", async () => {
    const placed = await call("POST", `${at}/orders`, { id: "55", paid: false, totalMinor: 1200, processedAt: "2026-05-01T10:00:00Z" });
    expect(placed.body).toMatchObject({ id: "55", financialStatus: "pending", totalMinor: 1200, processedAt: "2026-05-01T10:00:00Z" });
    expect(await call("POST", `${at}/orders`, { createdAt: "yesterday" })).toMatchObject({ status: 400, body: { error: "yesterday is no instant" } });
    expect((await call("POST", `${at}/orders/55/pay`, { at: "2026-05-02T10:00:00.500Z" })).body).toMatchObject({ financialStatus: "paid", updatedAt: "2026-05-02T10:00:00Z" });
    expect((await call("POST", `${at}/orders/55/refund`, { amountMinor: 200 })).body).toMatchObject({ financialStatus: "partially_refunded", refundedMinor: 200 });
    expect(await call("POST", `${at}/orders/55/refund`, { amountMinor: 1001 })).toMatchObject({ status: 400, body: { error: "only 1000 can be refunded, not 1001" } });
    expect((await call("POST", `${at}/orders/55/refund`, { full: true })).body).toMatchObject({ financialStatus: "refunded", refundedMinor: 1200 });
    expect((await call("POST", `${at}/orders/55/edit`, { add: [{ title: "A bowl", quantity: 2, unitPriceMinor: 300 }] })).body).toMatchObject({ totalMinor: 1800, lines: [{ title: "Gift" }, { title: "A bowl", quantity: 2, unitPriceMinor: 300 }] });
    const other = await call("POST", `${at}/customers`, { email: "ben@example.com" });
    expect((await call("POST", `${at}/orders/55/move-to-customer`, { customerId: other.body["id"] })).body).toMatchObject({ customerId: other.body["id"] });
    expect((await call("POST", `${at}/orders/55/cancel`, {})).body["cancelledAt"]).not.toBeNull();
    expect((await call("POST", `${at}/orders/55/delete`, {})).body).toMatchObject({ deleted: true });
    expect((await call("GET", `${at}/truth`)).body["orders"]).toEqual([{ id: "55", deleted: true }]);
    expect((await call("GET", `${at}/orders/55`)).status).toBe(404);
  });

  it("leaves out ids when it is asked to, so that nothing gets an id twice", async () => {
    const place = async () => (await call("POST", `${at}/orders`, {})).body as { id: string; customerId: string };
    const before = await place();
    await call("POST", `${at}/skip-ids`, { count: 1_000 });
    const after = await place();
    for (const name of ["id", "customerId"] as const) expect(Number(after[name]) - Number(before[name])).toBe(1_001);
    expect((await call("POST", `${at}/skip-ids`, { count: -1 })).status).toBe(400);
  });

  it("merges customers, and keeps both when the merge fails", async () => {
    const [keepId, removeId] = await Promise.all([1, 2].map(async () => String((await call("POST", `${at}/orders`, {})).body["customerId"])));
    await call("POST", `${at}/customers/merge`, { keepId, removeId, status: "failed" });
    expect((await call("GET", `${at}/customers/${removeId}`)).status).toBe(200);
    const { orderIds } = (await call("POST", `${at}/customers/merge`, { keepId, removeId, at: "2030-05-01T12:00:00Z" })).body as { orderIds: string[] };
    expect(orderIds).toHaveLength(2);
    expect((await call("GET", `${at}/customers/${removeId}`)).status).toBe(404);
    // The order that moved changed when the merge says that it was.
    const changed = await Promise.all(orderIds.map(async (id) => (await call("GET", `${at}/orders/${id}`)).body["updatedAt"]));
    expect(changed.filter((one) => one === "2030-05-01T12:00:00Z")).toHaveLength(1);
  });

  it("installs when the merchant opens the app, with the scopes that this merchant grants", async () => {
    await call("POST", `${at}/open-app`);
    expect((await call("GET", at)).body).toMatchObject({ installed: true, grantedScopes: ["read_orders", "read_all_orders"] });
    expect((await call("POST", `${at}/uninstall`)).body).toMatchObject({ installed: false, grantedScopes: [] });
  });

  it("takes faults in parts and forgets them at once", async () => {
    const put = await call("PUT", `${at}/faults`, { admin: { throttle: { restoreRate: 1 } }, webhooks: { dropShare: 0.5 } });
    expect(put.body).toMatchObject({ admin: { throttle: { maximumAvailable: 2000, restoreRate: 1 } }, webhooks: { dropShare: 0.5, duplicateShare: 0 } });
    expect((await call("DELETE", `${at}/faults`)).body).toMatchObject({ admin: { throttle: { restoreRate: 100 } }, webhooks: { dropShare: 0 } });
  });

  it("lets held-back orders happen in their order", async () => {
    const house = running.standin.houses.get("tea.myshopify.com");
    const [order] = house?.shop.orders.values() ?? [];
    if (!house || !order) throw new Error("the shop or its order is missing");
    house.shop.orders.delete(order.id);
    house.shop.heldBack = [order];
    expect((await call("POST", `${at}/play-live`, {})).body).toMatchObject({ total: 1 });
    await expect.poll(async () => (await call("GET", `${at}/play-live`)).body).toMatchObject({ running: false, played: 1 });
    expect(house.shop.orders.has(order.id)).toBe(true);
  });

  it("does not answer a page of another site", async () => {
    const answer = await fetch(`${running.adminOrigin}/standin/shops`, { method: "POST", headers: { origin: "https://evil.example" }, body: "{}" });
    expect(answer.status).toBe(403);
  });
});
