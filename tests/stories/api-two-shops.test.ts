import { beforeAll, describe, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { listApiTokens } from "#app/queries/api-tokens.server.ts";
import { createApiToken } from "#app/usecases/create-api-token.server.ts";
import { revokeApiToken } from "#app/usecases/revoke-api-token.server.ts";
import { type Api, openApi } from "#tests/factories/api-client.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";

const now = new Date("2026-06-01T12:00:00Z");

let api: Api;
let gifts: { id: number; token: string };
let teas: { id: number; token: string };

async function openShop(domain: string, person: string, orders: number) {
  const id = await storeShop(pool, { domain });
  await storeCustomers(pool, id, [
    { id: 7, email: `${person}@example.com`, firstName: person, createdAt: "2026-03-01T00:00:00Z" },
    { id: orders + 100, email: `only-${person}@example.com`, createdAt: "2026-03-01T00:00:00Z" },
  ]);
  await storeOrders(pool, id, Array.from({ length: orders }, (_, index) => ({ id: 1 + index, name: `#${person}${index}`, customerId: 7, processedAt: `2026-04-0${index + 1}T00:00:00Z` })));
  await pool.query(`INSERT INTO stage_transitions (shop_id, customer_id, from_stage, to_stage, reason, observed_at) VALUES ($1, 7, 'loyal', 'first', jsonb_build_object('kind', 'no_counted_order', 'seenBy', $2::text), $3)`, [id, person, now]);
  await pool.query("INSERT INTO refunds (shop_id, order_id, refund_id, created_at, amount_minor) VALUES ($1, 1, $2, $3, $2)", [id, orders, now]);
  return { id, token: await makeToken(id) };
}

async function makeToken(shopId: number): Promise<string> {
  const made = await createApiToken(pool, shopId, { name: "Reports", now });
  if (made.outcome !== "created") throw new Error(made.message);
  return made.token;
}

beforeAll(async () => {
  api = await openApi();
  gifts = await openShop("gifts.myshopify.com", "ann", 1);
  teas = await openShop("teas.myshopify.com", "bob", 2);
  await storeCustomers(pool, teas.id, [{ id: 50, mergedIntoId: 7, mergedAt: "2026-05-01T00:00:00Z" }]);
});

describe("two shops that know a customer under the same id", () => {
  it.each([
    "/metrics/summary", "/metrics/summary?as_of=2026-06-01T00:00:00Z", "/metrics/nth-order", "/metrics/nth-order?within_days=5", "/customers", "/customers?query=example", "/customers?query=7",
    "/customers/7", "/customers/7/timeline", "/sync",
  ])("%s tells each of them only of its own", async (address) => {
    const [ofGifts, ofTeas] = await Promise.all([api(address, { token: gifts.token }), api(address, { token: teas.token })]);
    expect([ofGifts.status, ofTeas.status]).toEqual([200, 200]);
    expect(JSON.stringify(ofGifts.body)).not.toContain("bob");
    expect(JSON.stringify(ofTeas.body)).not.toContain("ann");
    if (address !== "/sync") expect({ ...ofGifts.body, asOf: 0 }).not.toEqual({ ...ofTeas.body, asOf: 0 });
  });

  it("has as many entries in one's timeline as happened there", async () => {
    const kindsOf = async ({ token }: { token: string }) => {
      const { body } = await api("/customers/7/timeline", { token });
      return (body["items"] as unknown as { kind: string }[]).map(({ kind }) => kind).toSorted();
    };
    expect(await kindsOf(gifts)).toEqual(["created", "moved_back", "order", "refund", "stage"]);
    expect(await kindsOf(teas)).toEqual(["created", "merge", "moved_back", "order", "order", "refund", "stage", "stage"]);
  });

  it("does not find the customers whom only the other one has", async () => {
    // In the other shop, 50 was merged into 7, whom both of them have.
    for (const path of ["/customers/102", "/customers/102/timeline", "/customers/50", "/customers/50/timeline"]) {
      expect((await api(path, { token: gifts.token })).status).toBe(404);
      expect((await api(path, { token: teas.token })).status).toBe(200);
    }
  });

  it("cannot go on with the other one's cursor into the other one's list", async () => {
    const { body } = await api("/customers?limit=1", { token: teas.token });
    const next = await api(`/customers?limit=1&cursor=${String(body["nextCursor"])}`, { token: gifts.token });
    expect(JSON.stringify(next.body)).not.toContain("bob");
  });

  it("cannot end the other one's token", async () => {
    const [token] = await listApiTokens(teas.id);
    expect(await revokeApiToken(pool, gifts.id, { id: token?.id ?? "", now })).toEqual({ outcome: "gone" });
    expect((await api("/sync", { token: teas.token })).status).toBe(200);
  });
});

describe("an API token", () => {
  it("is stored nowhere as it is", async () => {
    const { rows } = await pool.query<{ row: string }>("SELECT api_tokens::text AS row FROM api_tokens");
    expect(rows.length).toBeGreaterThan(1);
    for (const { row } of rows) expect(row).not.toContain(gifts.token);
  });

  it("works no longer from the moment it is revoked, and cannot be revoked twice", async () => {
    const token = await makeToken(gifts.id);
    const [newest] = await listApiTokens(gifts.id);
    expect((await api("/sync", { token })).status).toBe(200);
    expect(await revokeApiToken(pool, gifts.id, { id: newest?.id ?? "", now })).toEqual({ outcome: "revoked" });
    expect((await api("/sync", { token })).status).toBe(401);
    expect(await revokeApiToken(pool, gifts.id, { id: newest?.id ?? "", now })).toEqual({ outcome: "gone" });
    expect((await listApiTokens(gifts.id)).map(({ id }) => id)).not.toContain(newest?.id);
  });

  it("rests while the app is uninstalled", async () => {
    await pool.query("UPDATE shops SET uninstalled_at = now() WHERE id = $1", [teas.id]);
    expect((await api("/sync", { token: teas.token })).status).toBe(401);
    await pool.query("UPDATE shops SET uninstalled_at = NULL WHERE id = $1", [teas.id]);
    expect((await api("/sync", { token: teas.token })).status).toBe(200);
  });

  it("says when it was last used, to the minute", async () => {
    const token = await makeToken(gifts.id);
    const lastUsedAt = async () => (await listApiTokens(gifts.id))[0]?.lastUsedAt;
    expect(await lastUsedAt()).toBeNull();
    await api("/sync", { token });
    const first = await lastUsedAt();
    expect(first).toEqual(expect.any(String));
    await api("/sync", { token });
    expect(await lastUsedAt()).toBe(first);
    await pool.query("UPDATE api_tokens SET last_used_at = last_used_at - interval '61 seconds' WHERE shop_id = $1", [gifts.id]);
    await api("/sync", { token });
    expect(Date.parse((await lastUsedAt()) ?? "")).toBeGreaterThanOrEqual(Date.parse(first ?? ""));
  });

  it.each(["", "   ", "x".repeat(61)])("needs a name: %j is refused beside the field", async (name) => {
    expect(await createApiToken(pool, gifts.id, { name, now })).toMatchObject({ outcome: "invalid", field: "name" });
  });
});
