import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { createApiToken } from "#app/usecases/create-api-token.server.ts";
import { type Api, type ApiAnswer, openApi } from "#tests/factories/api-client.ts";
import { description, faultsOf } from "#tests/factories/api-description.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";

const now = new Date();
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();

let api: Api;
let token: string;
let shopId: number;

beforeAll(async () => {
  api = await openApi();
  shopId = await storeShop(pool);
  const made = await createApiToken(pool, shopId, { name: "Reports", now });
  token = made.outcome === "created" ? made.token : "";
  await storeCustomers(pool, shopId, [
    { id: "9223372036854775807", email: "ann@example.com", firstName: "Ann", createdAt: daysAgo(60) },
    { id: 2, createdAt: daysAgo(40), openingCount: 4 },
    { id: 3, createdAt: daysAgo(30), mergedIntoId: "9223372036854775807", mergedAt: daysAgo(3) },
    { id: 4, createdAt: daysAgo(30), redactedAt: daysAgo(1) },
  ]);
  await storeOrders(pool, shopId, [
    { id: "9007199254740993", customerId: "9223372036854775807", processedAt: daysAgo(60), totalMinor: 999 },
    { id: 11, customerId: "9223372036854775807", processedAt: daysAgo(20), cancelledAt: daysAgo(10) },
    { id: 12, customerId: "9223372036854775807", processedAt: daysAgo(5), fullyRefundedAt: daysAgo(4), paidAt: daysAgo(5) },
    { id: 13, customerId: 2, processedAt: daysAgo(2) },
  ]);
  await pool.query("INSERT INTO refunds (shop_id, order_id, refund_id, created_at, amount_minor) SELECT shop_id, 12, 1, fully_refunded_at, 1000 FROM orders WHERE shop_id = $1 AND order_id = 12", [shopId]);
  await pool.query(`INSERT INTO stage_transitions (shop_id, customer_id, from_stage, to_stage, reason, observed_at) VALUES ($1, 9223372036854775807, 'loyal', 'first', '{"kind":"no_counted_order"}', $2)`, [shopId, daysAgo(3)]);
  await pool.query(
    `INSERT INTO tier_changes (shop_id, customer_id, to_tier_id, occurred_at, observed_at, cause)
     VALUES ($1, 9223372036854775807, 'gold', $2, $2, '{"kind":"reached","basis":"orders","total":2,"threshold":2,"version":1}')`,
    [shopId, daysAgo(3)],
  );
  await pool.query(
    `INSERT INTO member_tiers (shop_id, customer_id, tier_id, since, changes)
     VALUES ($1, 9223372036854775807, 'gold', $2, jsonb_build_array(jsonb_build_object('at', $2::timestamptz, 'fromTierId', null, 'toTierId', 'gold')))`,
    [shopId, daysAgo(3)],
  );
  await pool.query(
    `INSERT INTO member_perks (shop_id, customer_id, kind, name, action_id, n, order_id, program_version, given_at, ended_at, end_reason)
     VALUES ($1, 9223372036854775807, 'gift', 'A sample', 'second', 2, 11, 1, $2, $3, 'order_undone')`,
    [shopId, daysAgo(20), daysAgo(10)],
  );
  await pool.query(
    `UPDATE customers c SET counted_orders = s.counted_orders, order_count = s.counted_orders + s.opening_count, last_order_at = s.last_order_at FROM score_members($1, $2) s WHERE c.shop_id = $1 AND c.customer_id = s.customer_id`,
    [shopId, now],
  );
  await pool.query("INSERT INTO backfills (shop_id, subject, state, reason, objects_done, started_at, updated_at, finished_at) VALUES ($1, 'orders', 'done', 'installed', 4, $2, $2, $2)", [shopId, now]);
  await pool.query("INSERT INTO reconciliations (shop_id, kind, started_at, finished_at, orders_checked) VALUES ($1, 'ids', $2, $2, 4)", [shopId, now]);
});

function expectAsDescribed(path: string, answer: ApiAnswer) {
  expect(faultsOf(path, answer)).toEqual([]);
  expect(answer.headers.get("cache-control")).toContain("no-store");
}

describe("the description of the API", () => {
  it("names every operation once and every place in a path", () => {
    const operations = Object.entries(description.paths).flatMap(([path, methods]) => Object.values(methods).map((operation) => [path, operation] as const));
    expect(new Set(operations.map(([, { operationId }]) => operationId)).size).toBe(operations.length);
    for (const [path, operation] of operations) {
      expect((operation.parameters ?? []).filter((parameter) => parameter.in === "path").map(({ name }) => name)).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
  });

  it("is served to everybody, without a token", async () => {
    const answer = await api("/openapi.json");
    expect([answer.status, answer.body]).toEqual([200, JSON.parse(JSON.stringify(description))]);
  });

  it("points to nothing that is not there", () => {
    const names = Object.keys(description.components.schemas);
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter((name) => !names.includes(name ?? ""))).toEqual([]);
  });
});

describe("every answer is what the description promises", () => {
  it.each([
    ["/metrics/summary", "/metrics/summary"],
    ["/metrics/summary", `/metrics/summary?as_of=${daysAgo(30)}`],
    ["/metrics/summary", "/metrics/summary?as_of=2000-01-01T00:00:00Z"],
    ["/metrics/nth-order", "/metrics/nth-order?as_of=2000-01-01T00:00:00Z"],
    ["/metrics/nth-order", "/metrics/nth-order?within_days=100000"],
    ["/metrics/nth-order", "/metrics/nth-order"],
    ["/metrics/nth-order", "/metrics/nth-order?within_days=30"],
    ["/metrics/nth-order", "/metrics/nth-order?within_days=7"],
    ["/customers", "/customers"],
    ["/customers", "/customers?limit=1&sort=name"],
    ["/customers/{id}", "/customers/9223372036854775807"],
    ["/customers/{id}", "/customers/2"],
    ["/customers/{id}/timeline", "/customers/9223372036854775807/timeline"],
    ["/sync", "/sync"],
  ])("%s: %s", async (path, address) => {
    const answer = await api(address, { token });
    expect(answer.status).toBe(200);
    expectAsDescribed(path, answer);
  });

  it.each([
    ["/metrics/summary", "/metrics/summary?as_of=yesterday", 400],
    ["/customers/{id}", "/customers/5", 404],
    ["/customers/{id}", "/customers/ann", 400],
    ["/customers/{id}/timeline", "/customers/5/timeline", 404],
  ] as const)("%s, refused: %s", async (path, address, status) => {
    const answer = await api(address, { token });
    expect(answer.status).toBe(status);
    expectAsDescribed(path, answer);
  });

  it("shows every kind of entry in the timeline that there is", async () => {
    const { body } = await api("/customers/9223372036854775807/timeline", { token });
    const kinds = (body["items"] as unknown as { kind: string }[]).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(["merge", "moved_back", "refund", "order", "cancellation", "stage", "tier", "perk", "created"]));
  });
});

describe("how the API is asked", () => {
  it.each<[string | undefined, string]>([[undefined, "without a token"], ["thrice_unknown", "with a token of nobody"], ["", "with an empty one"]])("%s is refused %s", async (wrong) => {
    const answer = await api("/metrics/summary", wrong === undefined ? {} : { token: wrong });
    expect([answer.status, answer.body["code"], answer.headers.get("www-authenticate")]).toEqual([401, "unauthorized", 'Bearer realm="Thrice"']);
    expectAsDescribed("/metrics/summary", answer);
  });

  it("an address that does not exist is no page but a problem", async () => {
    for (const address of ["/metrics", "/nothing/here", ""]) {
      const answer = await api(address, { token });
      expect([answer.status, answer.headers.get("content-type"), answer.body["code"]]).toEqual([404, "application/problem+json", "not_found"]);
    }
  });

  it.each(["POST", "PUT", "PATCH", "DELETE"])("%s is refused, because the API only reads", async (method) => {
    const answer = await api("/customers", { token, method });
    expect([answer.status, answer.headers.get("allow"), answer.body["code"]]).toEqual([405, "GET, HEAD", "method_not_allowed"]);
  });

  it("no other website may read it", async () => {
    for (const method of ["GET", "OPTIONS"]) {
      const answer = await api("/customers", { token, method, headers: { origin: "https://example.com" } });
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  it.each([
    ["/metrics/summary?as_of=2026-11-21", "as_of"],
    ["/metrics/summary?as_of=2026-11-21T14:05:00", "as_of"],
    ["/metrics/summary?as_of=2026-02-30T00:00:00Z", "as_of"],
    ["/metrics/summary?as_of=9999-12-31T23:59:59-23:59", "as_of"],
    ["/metrics/summary?as_of=0001-01-01T00:00:00%2B14:00", "as_of"],
    ["/customers/2?as_of=0000-06-01T00:00:00Z", "as_of"],
    ["/metrics/summary?as_of=", "as_of"],
    ["/metrics/summary?asof=2026-11-21T14:05:00Z", "asof"],
    ["/metrics/summary?as_of=2026-11-21T14:05:00Z&as_of=2026-11-22T14:05:00Z", "as_of"],
    ["/metrics/nth-order?within_days=0", "within_days"],
    ["/metrics/nth-order?within_days=-1", "within_days"],
    ["/metrics/nth-order?within_days=1.5", "within_days"],
    ["/metrics/nth-order?within_days=1e3", "within_days"],
    ["/customers?limit=0", "limit"],
    ["/customers?limit=251", "limit"],
    ["/customers?stage=gold", "stage"],
    ["/customers?sort=age", "sort"],
    ["/customers?cursor=abc", "cursor"],
    ["/customers?cursor=WyItbGFzdF9vcmRlciIsIngiLCIxIl0", "cursor"],
    [`/customers?query=${"a".repeat(201)}`, "query"],
    ["/customers/12345678901234567890", "id"],
    ["/customers/9223372036854775808", "id"],
    ["/customers/1%00", "id"],
    ["/customers/2/timeline?cursor=WyIxIl0", "cursor"],
    ["/sync?as_of=2026-11-21T14:05:00Z", "as_of"],
  ])("%s is refused, naming %s", async (address, field) => {
    const answer = await api(address, { token });
    expect(answer.body).toMatchObject({ status: 400, code: "invalid_parameter", field });
    expect(answer.body["detail"]).toMatch(/^[A-Za-z_ ].*\.$/);
  });

  it.each(["2026-01-05T12:00:00Z", "2026-01-05T13:00:00+01:00", "2026-01-05T13:00:00%2B01:00", "2026-01-05T12:00:00.000Z"])("an instant may be written as %s", async (instant) => {
    const answer = await api(`/metrics/summary?as_of=${instant}`, { token });
    expect(answer.body).toMatchObject({ asOf: "2026-01-05T12:00:00.000Z" });
  });

  it("strange text in a search finds nobody and breaks nothing", async () => {
    for (const query of ["%00", "%25", "_", "'", "\\", "%ED%A0%80", "%F0%9F%8E%81"]) {
      const answer = await api(`/customers?query=x${query}x`, { token });
      expect([query, answer.status, answer.body["items"]]).toEqual([query, 200, []]);
    }
  });
});
