import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NthOrder, Summary } from "#app/contract/metrics.ts";
import { faultsOf } from "#tests/factories/api-description.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";

let world: World;
let token: string;

beforeAll(async () => {
  world = await startWorld();
  await world.openApp(SHOP);
  await world.settled(SHOP);
  token = await world.apiToken(SHOP);
  const order = await world.control.order(SHOP, { customer: { email: "ann@example.com" }, totalMinor: 1_000 });
  await world.control.order(SHOP, { customer: { email: "ann@example.com" }, totalMinor: 2_001 });
  await world.control.order(SHOP, { customer: { email: "bob@example.com" }, totalMinor: 500, paid: false });
  await world.control.changeOrder(SHOP, { id: order.id, action: "refund", body: { amountMinor: 100 } });
  await world.settled(SHOP);
});

afterAll(() => world.stop());

async function ask(path: string, init: RequestInit = {}) {
  const answer = await fetch(`${world.appOrigin}/api/v1${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: answer.headers.get("content-type")?.includes("json") && text !== "" ? (JSON.parse(text) as Record<string, unknown>) : text };
}

describe("the REST API of a shop whose orders came in as webhooks", () => {
  it("counts what was paid", async () => {
    const { body: summary } = await world.api<Summary>("metrics/summary", token);
    expect(summary).toMatchObject({ orders: 2, customers: 1, customersWithAtLeast: { "2": 1, "3": 0 }, repeatRate: 1, averageOrderValueMinor: 1_501, stages: { prospect: 1, first: 0, second: 1 } });
    const { body: nthOrder } = await world.api<NthOrder>("metrics/nth-order", token);
    expect(nthOrder.steps.map(({ from, eligible, converted }) => [from, eligible, converted])).toEqual([[1, 1, 1], [2, 1, 0]]);
  });

  it("answers as its published description promises", async () => {
    const { body: list } = await ask("/customers?query=ann");
    const [customer] = (list as unknown as { items: { id: string }[] }).items;
    const asked = [
      ["/metrics/summary", "/metrics/summary"], ["/metrics/nth-order", "/metrics/nth-order?within_days=90"], ["/customers", "/customers"], ["/customers/{id}", `/customers/${customer?.id}`],
      ["/customers/{id}/timeline", `/customers/${customer?.id}/timeline`], ["/sync", "/sync"],
    ] as const;
    for (const [path, address] of asked) {
      const answer = await ask(address);
      expect([path, answer.status, faultsOf(path, answer)]).toEqual([path, 200, []]);
      expect(answer.headers.get("cache-control")).toBe("no-store");
    }
  });

  it("tells the story of one customer", async () => {
    const { body: list } = await ask("/customers?query=ann");
    const [customer] = (list as unknown as { items: { id: string }[] }).items;
    const { body } = await ask(`/customers/${customer?.id}/timeline`);
    const kinds = (body as unknown as { items: { kind: string }[] }).items.map(({ kind }) => kind).toSorted();
    expect(kinds).toEqual(["created", "order", "order", "refund", "stage", "stage"]);
  });

  it("is all read and settled, by its own word", async () => {
    expect((await ask("/sync")).body).toMatchObject({ isUpToDate: true, inbox: { pending: 0, parked: 0 }, unsettledCustomers: 0 });
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"])("refuses to be changed with %s", async (method) => {
    const answer = await ask("/customers", { method });
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("allow")]).toEqual([405, "application/problem+json", "GET, HEAD"]);
  });

  it("answers HEAD like GET, without a body, and gives no other website a say", async () => {
    const head = await ask("/sync", { method: "HEAD" });
    expect([head.status, head.body]).toEqual([200, ""]);
    const preflight = await ask("/sync", { method: "OPTIONS", headers: { origin: "https://example.com", "access-control-request-method": "GET" } });
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
    expect(preflight.status).toBe(405);
  });

  it("takes a program, refuses one that names what the shop does not have, and books what it is told", async () => {
    const put = (program: object) => ask("/program/draft", { method: "PUT", body: JSON.stringify(program) });
    const rule = { id: "spend", kind: "amount", points: 1, perMinor: 100 };
    const refused = await put({ earnRules: [{ ...rule, conditions: [{ kind: "collection", collectionIds: ["404"] }] }] });
    expect([refused.status, (refused.body as { fields?: { path: string }[] }).fields?.map(({ path }) => path)]).toEqual([422, [expect.stringContaining("earnRules.0")]]);
    expect((await put({ earnRules: [rule], pendingDays: 14 })).status).toBe(200);
    expect((await ask("/program/publish", { method: "POST", body: JSON.stringify({ startsAt: "2020-01-01T00:00:00Z" }) })).status).toBe(201);
    await world.settled(SHOP);
    const { body: list } = await ask("/customers?query=ann");
    const [customer] = (list as unknown as { items: { id: string }[] }).items;
    const path = `/customers/${customer?.id}`;
    expect((await ask(`${path}/balance`)).body).toMatchObject({ pending: 29, available: 0 });
    const given = await ask(`${path}/adjustments`, { method: "POST", headers: { "idempotency-key": "http-1" }, body: JSON.stringify({ points: 5, reason: "Thanks" }) });
    expect([given.status, faultsOf("/customers/{id}/adjustments", given, "post")]).toEqual([201, []]);
    const { body: ledger } = await ask(`${path}/ledger`);
    expect((ledger as unknown as { items: { kind: string; points: number }[] }).items.map(({ kind, points }) => [kind, points])).toContainEqual(["adjust", 5]);
    const { body: liability } = await ask("/liability");
    expect((liability as unknown as { items: { closing: number }[] }).items.at(-1)).toMatchObject({ closing: 34, pending: 29, adjusted: 5 });
  });

  it.each(["", "/", "/nothing", "/customers/1/nothing", "/metrics", "/openapi.yaml"])("says in its own way that %j does not exist", async (path) => {
    const answer = await ask(path);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  });

  it("answers a body that is too long although it is still being sent, and takes the next one on the same address", async () => {
    for (const bytes of [300_000, 10_000_000]) {
      const answer = await ask("/events", { method: "POST", headers: { "idempotency-key": "long" }, body: "a".repeat(bytes) });
      expect([answer.status, faultsOf("/events", answer, "post")]).toEqual([413, []]);
    }
  });

  it.each(["/customers/%E0%A4%A", "/customers/%E0%A4%A/balance", "/redemptions/%00", "/redemptions/a%20b"])("says of %j, which no id can be, that there is none", async (path) => {
    const answer = await ask(path);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([404, expect.stringContaining("application/problem+json")]);
  });

  it("takes no code back whose id no code can have", async () => {
    expect((await ask("/redemptions/%00/cancel", { method: "POST" })).status).toBe(404);
  });

  it.each(["0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "3000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])("refuses %s, of which no day can be shown", async (at) => {
    const [customer] = ((await ask("/customers?query=ann")).body as unknown as { items: { id: string }[] }).items;
    const event = await ask("/events", { method: "POST", headers: { "idempotency-key": at }, body: JSON.stringify({ customerId: customer?.id, event: "quiz", occurredAt: at }) });
    const published = await ask("/program/publish", { method: "POST", body: JSON.stringify({ startsAt: at }) });
    expect([event.body, published.body]).toMatchObject([{ status: 400, field: "occurredAt" }, { status: 400, field: "startsAt" }]);
  });
});
