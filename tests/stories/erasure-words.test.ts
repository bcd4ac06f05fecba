import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { sumBalance } from "#app/ledger/read.server.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { findPersonalDocument, listPrivacyRequests } from "#app/queries/privacy-requests.server.ts";
import { PERSONAL_TABLES } from "#app/queries/personal-tables.ts";
import { writeCustomerTags } from "#app/store/rule-facts.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { actOnDelivery, type AppEvent } from "#app/usecases/act-on-delivery.server.ts";
import { rebuildPoints } from "#app/usecases/rebuild-points.server.ts";
import { mergeCustomers } from "#standin/shop/change-customer.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { openShopWithKnownPerson, STAFF, tablesNaming, WORDS, type KnownPerson } from "#tests/factories/known-person.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

let all: Lab;
let known: KnownPerson;
let shopId: number;

beforeAll(async () => {
  all = await openLab();
  known = await openShopWithKnownPerson(all);
  shopId = known.shop.shop.id;
});
afterAll(() => all.stop());

const stateOf = async (webhookId: string) => (await pool.query<{ state: string }>("SELECT state FROM inbox_events WHERE webhook_id = $1", [webhookId])).rows[0]?.state;
const tell = (event: AppEvent, at = new Date()) => inTransaction(async (client) => actOnDelivery(await lockShopFacts(client, shopId), known.shop.shop, { event, at, now: new Date() }));

describe("somebody who asks what is known, under an id that was merged away", () => {
  let json: string;
  let document: Record<string, unknown>;

  beforeAll(async () => {
    await tell({ kind: "data_requested", customerId: known.formerId, orderIds: [], requestKey: "asked" });
    const [request] = await listPrivacyRequests(shopId);
    json = (await findPersonalDocument(shopId, request?.id ?? "", new Date()))?.json ?? "{}";
    document = JSON.parse(json);
  });

  it("is answered from every table that names them", () => {
    const empty = PERSONAL_TABLES.filter(({ section }) => !(document[section] as unknown[] | undefined)?.length).map(({ table }) => table);
    expect(empty).toEqual([]);
  });

  it("finds in it every word that was written about them, and the codes that are theirs", () => {
    const words = Object.values(WORDS).filter((word) => word !== WORDS.importReason);
    expect([...words, ...known.codes].filter((word) => !json.includes(word))).toEqual([]);
    expect(json).toContain(WORDS.importReason);
  });

  it("reads amounts with their currency, instants in UTC and points as numbers", () => {
    expect(document["Your orders"]).toMatchObject([{ order: known.orderId, total: "123.45 GBP", "placed at": expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/), products: [{ quantity: 1, price: "123.45 GBP" }] }]);
    expect(document["Your refunds"]).toMatchObject([{ amount: "0.45 GBP" }]);
    expect(document["Your rewards and their codes"]).toMatchObject([{ points: 100, reward: { name: "5 off" }, "what it gives": { amount: "5.00 GBP" } }]);
    expect(document["Every movement of your points"]).toContainEqual(expect.objectContaining({ points: 50, why: { kind: "adjusted", reason: WORDS.reason }, "in words": "The shop added 50 points." }));
  });

  it("reads nothing of staff, of strangers, or that opens anything", () => {
    for (const foreign of [STAFF, "trange", known.stranger.id, "hash", "sealed", "gid://", "shop_id"]) expect(json).not.toContain(foreign);
  });
});

describe("somebody who is erased under an id that was merged away", () => {
  const balanceOf = (customerId: string) => sumBalance(pool, shopId, customerId);

  it("is found in no text of any table afterwards, while the numbers stay", async () => {
    for (const word of Object.values(WORDS)) expect({ word, tables: (await tablesNaming(word)).length }).not.toEqual({ word, tables: 0 });
    const before = await pool.query("SELECT key, kind, pending_points, settled_points, waived_points, occurred_at, why ->> 'by' AS by FROM ledger_entries WHERE shop_id = $1 ORDER BY id", [shopId]);
    const spent = (await pool.query("SELECT spent_minor, order_count FROM customers WHERE shop_id = $1 AND customer_id = $2", [shopId, known.customer.id])).rows;
    await tell({ kind: "customer_redacted", customerId: known.formerId, orderIds: [] });
    for (const word of [...Object.values(WORDS), "Zebulah"]) expect({ word, tables: await tablesNaming(word) }).toEqual({ word, tables: [] });
    await settleDue(shopId, new Date());
    for (const word of [...Object.values(WORDS), "Zebulah"]) expect({ word, tables: await tablesNaming(word) }).toEqual({ word, tables: [] });
    const after = await pool.query("SELECT key, kind, pending_points, settled_points, waived_points, occurred_at, why ->> 'by' AS by FROM ledger_entries WHERE shop_id = $1 ORDER BY id", [shopId]);
    expect(after.rows.slice(0, before.rows.length)).toEqual(before.rows);
    expect((await pool.query("SELECT spent_minor, order_count FROM customers WHERE shop_id = $1 AND customer_id = $2", [shopId, known.customer.id])).rows).toEqual(spent);
    expect(await balanceOf(known.customer.id)).toMatchObject({ available: 0, pending: 0, unclaimed: 0 });
    expect((await pool.query("SELECT FROM mail_opt_outs WHERE shop_id = $1 AND customer_id = $2", [shopId, known.customer.id])).rowCount).toBe(0);
  });

  it("takes nothing from anybody else", async () => {
    for (const word of ["stranger@example.com", "strange-tag", "strange reason"]) expect(await tablesNaming(word)).not.toEqual([]);
    const files = (await pool.query("SELECT file_name, reason FROM imports WHERE shop_id = $1 ORDER BY id", [shopId])).rows;
    expect(files).toEqual([{ file_name: "(erased)", reason: "(erased)" }, { file_name: "goodwill.csv", reason: "for everybody" }, { file_name: "(erased).csv", reason: "As (erased) asked" }, { file_name: "(erased)", reason: "(erased)" }]);
    expect((await balanceOf(known.stranger.id)).available).toBe(70 + 20 + 20 + 5);
  });

  it("leaves points that add up, also when they are booked anew", async () => {
    await checkPoints(shopId);
    await rebuildPoints(shopId, new Date());
    await checkPoints(shopId);
  });

  it("stays erased when the same is told again, when their tags are told or read late, and when a broken delivery names another id or an order of theirs", async () => {
    const deliver = (webhookId: string, { topic, body }: { topic: string; body: string }) => known.shop.lab.deliver([{ webhookId, topic, body, triggeredAt: new Date().toISOString() }]);
    await deliver("late-tags", { topic: "customer.tags_added", body: JSON.stringify({ customerId: `gid://shopify/Customer/${known.formerId}`, tags: [WORDS.formerTag], occurredAt: new Date().toISOString() }) });
    expect(await stateOf("late-tags")).toBe("done");
    await inTransaction(async (client) => writeCustomerTags(await lockShopFacts(client, shopId), shopId, { readings: [{ customerId: known.customer.id, tags: [WORDS.tag] }], now: new Date() }));
    await deliver("late-name", { topic: "customers/update", body: `{"id":${known.customer.id},"last_name":"${WORDS.lastName}"` });
    await deliver("late-order", { topic: "orders/updated", body: `{"id":${known.orderId},"last_name":"${WORDS.lastName}"` });
    for (const word of Object.values(WORDS)) expect({ word, tables: await tablesNaming(word) }).toEqual({ word, tables: [] });
    await tell({ kind: "customer_redacted", customerId: known.customer.id, orderIds: [] });
  });
});

describe("an erasure that was asked for before two customers were merged", () => {
  const redactedAt = async (customerId: string) => (await pool.query("SELECT redacted_at IS NOT NULL AS is_erased FROM customers WHERE shop_id = $1 AND customer_id = $2", [shopId, customerId])).rows[0]?.is_erased;

  it("erases the one and not the other, also when it is heard of after the merge", async () => {
    const [kept, removed] = [await known.shop.customer(10), await known.shop.customer(20)];
    const askedAt = new Date(Date.now() - 60_000);
    mergeCustomers(known.shop.lab.house.shop, { keep: kept, remove: removed, status: "completed" });
    await known.shop.hear();
    await tell({ kind: "customer_redacted", customerId: removed.id, orderIds: [] }, askedAt);
    expect([await redactedAt(removed.id), await redactedAt(kept.id)]).toEqual([true, false]);
    expect(await known.shop.balance(kept)).toBe(30);
    await tell({ kind: "customer_redacted", customerId: removed.id, orderIds: [] });
    expect(await redactedAt(kept.id)).toBe(true);
  });
});

describe("the ledger", () => {
  const change = (set: string, where = "true") => pool.query(`UPDATE ledger_entries SET ${set} WHERE shop_id = $1 AND ${where}`, [shopId]);
  const BLANK = "why = jsonb_set(why::jsonb, '{reason}', '\"(erased)\"')::json";

  it("lets through the blanked reason of somebody who is erased, and nothing else", async () => {
    const erased = `customer_id = ${known.customer.id} AND why ->> 'kind' = 'adjusted'`;
    expect((await change(BLANK, erased)).rowCount).toBeGreaterThan(1);
    const refused = [
      [BLANK, `customer_id = ${known.stranger.id} AND why ->> 'kind' = 'adjusted'`],
      ["why = jsonb_set(why::jsonb, '{reason}', '\"another\"')::json", erased],
      ["why = jsonb_set(why::jsonb, '{by}', '\"(erased)\"')::json", erased],
      [`${BLANK}, settled_points = settled_points + 1`, erased],
      [`${BLANK}, customer_id = ${known.stranger.id}`, erased],
      [BLANK, `customer_id = ${known.customer.id} AND why ->> 'kind' <> 'adjusted'`],
    ] as const;
    for (const [set, where] of refused) await expect(change(set, where), set).rejects.toThrow("append-only");
    await expect(pool.query("DELETE FROM ledger_entries WHERE shop_id = $1", [shopId])).rejects.toThrow("append-only");
    await expect(pool.query("TRUNCATE ledger_entries")).rejects.toThrow("append-only");
  });
});
