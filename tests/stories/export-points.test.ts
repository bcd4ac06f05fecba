import { describe, expect, it } from "vitest";
import { runImports } from "#app/jobs/run-imports.server.ts";
import { sumBalance } from "#app/ledger/read.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { exportPoints, type PointsFile } from "#app/queries/export-points.server.ts";
import { listPointsDifferences } from "#app/store/points-differences.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { checkImport } from "#app/usecases/check-import.server.ts";
import { startImport } from "#app/usecases/import-run.server.ts";
import { checkTierImport } from "#app/usecases/check-tier-import.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { day, placedOrder, programShop } from "#tests/factories/program-shop.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";

const NOW = new Date("2026-06-01T12:00:00Z");

async function shopWithCustomers(domain: string): Promise<number> {
  const shopId = await storeShop(pool, { domain });
  await storeCustomers(pool, shopId, [...Array.from({ length: 2_500 }, (_, index) => ({ id: 1 + index, email: `c${index}@example.com` })), { id: 9_001, email: "+plus@example.com" }, { id: 9_002, email: 'o"quote, esq@example.com' }]);
  return shopId;
}

async function bring(shopId: number, text: string): Promise<void> {
  const checked = await checkImport(shopId, { file: [Buffer.from(text)], fileName: "balances.csv", kind: "import", mode: "add", reason: "Moved in", by: "Ann" }, NOW);
  if (checked.outcome !== "checked") throw new Error(checked.message);
  await startImport(shopId, checked.importId);
  await runImports(shopId, NOW);
}

async function bringTiers(shopId: number, text: string): Promise<void> {
  const checked = await checkTierImport(shopId, { file: [Buffer.from(text)], fileName: "tiers.csv", by: "Ann", now: NOW });
  if (checked.outcome !== "checked") throw new Error(checked.message);
  await startImport(shopId, checked.importId);
  await runImports(shopId, NOW);
}

async function textOf(shopId: number, file: PointsFile): Promise<string> {
  let text = "";
  for await (const piece of exportPoints(shopId, file)) text += piece;
  return text;
}

const balances = async (shopId: number) =>
  (await pool.query(
    `SELECT m.customer_id::text AS customer, m.settled_points::int AS points,
       (SELECT json_object_agg(coalesce(l.expires_on::text, 'never'), l.points ORDER BY l.expires_on) FROM (SELECT expires_on, sum(left_points) AS points FROM lots
        WHERE shop_id = $1 AND customer_id = m.customer_id AND left_points > 0 GROUP BY 1) l) AS lots
     FROM member_points m WHERE m.shop_id = $1 AND m.settled_points > 0 ORDER BY m.customer_id`, [shopId],
  )).rows;

describe("everything taken out of a shop", () => {
  it("and brought into an empty one gives every customer the same balance, ending on the same days", async () => {
    const from = await shopWithCustomers("old.myshopify.com");
    const to = await shopWithCustomers("fresh.myshopify.com");
    await bring(from, `customer_id,points,expires_on\n${Array.from({ length: 2_500 }, (_, index) => `${1 + index},${1 + (index % 90)},${index % 3 === 0 ? "2027-12-31" : ""}`).join("\n")}\n1,5,2026-12-31\n9001,70,\n9002,80,\n`);
    await adjustPoints(from, { customerId: "1", points: -6, reason: "spent", by: "Ann", idempotencyKey: "a" }, NOW);
    await bring(to, await textOf(from, "balances.csv"));
    expect(await balances(from)).toHaveLength(2_501);
    expect(await balances(to)).toEqual(await balances(from));
  });

  it("has debts as lines below zero, which an empty shop takes whose program knows debts; others name the line", async () => {
    const program = { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], pendingDays: 0, refundPolicy: "allow_negative" };
    const old = await programShop("debts.myshopify.com");
    await old.publish(program, 0);
    await old.take(1, placedOrder(1, 1, 10_000, { customerId: "1" }), placedOrder(2, 1, 10_000, { customerId: "2" }));
    await adjustPoints(old.shop.id, { customerId: "1", points: -70, reason: "spent", by: "Ann", idempotencyKey: "a" }, day(2));
    await old.take(3, placedOrder(1, 1, 10_000, { customerId: "1", refundedMinor: 10_000, refundedOn: 3 }));
    expect(await old.balance("1")).toMatchObject({ settled: -70 });
    const text = await textOf(old.shop.id, "balances.csv");
    expect(text).toBe("customer_id,email,points,expires_on\r\n1,,-70,\r\n2,,100,\r\n");
    const fresh = async (domain: string, refundPolicy: string) => {
      const shopId = await storeShop(pool, { domain });
      await storeCustomers(pool, shopId, [{ id: 1 }, { id: 2 }]);
      await saveDraft(shopId, { ...program, refundPolicy }, { by: "Ann", now: NOW });
      await publishProgram(shopId, { by: "Ann", now: NOW });
      await bring(shopId, text);
      return shopId;
    };
    const to = await fresh("debts-b.myshopify.com", "allow_negative");
    expect(await textOf(to, "balances.csv")).toBe(text);
    expect(await sumBalance(pool, to, "1")).toMatchObject({ available: -70, unclaimed: 0, imported: -70 });
    await adjustPoints(to, { customerId: "1", points: 100, reason: "sorry", by: "Ann", idempotencyKey: "b" }, NOW);
    expect(await sumBalance(pool, to, "1")).toMatchObject({ unclaimed: 30 });
    expect(await listPointsDifferences(pool, to)).toEqual([]);
    const without = await fresh("debts-c.myshopify.com", "clamp_to_zero");
    expect(await textOf(without, "balances.csv")).toBe("customer_id,email,points,expires_on\r\n2,,100,\r\n");
  });

  it("finds customers by their address, also one that a spreadsheet would run, where another shop has numbers of its own", async () => {
    const [from, to] = [await storeShop(pool, { domain: "signs-a.myshopify.com" }), await storeShop(pool, { domain: "signs-b.myshopify.com" })];
    await storeCustomers(pool, from, [{ id: 1, email: "=eq@example.com" }, { id: 2, email: "+plus@example.com" }]);
    await storeCustomers(pool, to, [{ id: 70, email: "+plus@example.com" }, { id: 80, email: "=eq@example.com" }]);
    await bring(from, "customer_id,points\n1,50\n2,60\n");
    const text = await textOf(from, "balances.csv");
    expect(text).toContain("1,'=eq@example.com,50");
    await bring(to, text);
    expect(await balances(to)).toMatchObject([{ customer: "70", points: 60 }, { customer: "80", points: 50 }]);
  });

  it("finds customers by their address where another shop numbers them otherwise", async () => {
    const from = await storeShop(pool, { domain: "numbers-a.myshopify.com" });
    const to = await storeShop(pool, { domain: "numbers-b.myshopify.com" });
    await storeCustomers(pool, from, [{ id: 1, email: "ann@example.com" }, { id: 2, email: "bob@example.com" }]);
    await storeCustomers(pool, to, [{ id: 70, email: "Bob@example.com" }, { id: 80, email: "ann@example.com" }]);
    await bring(from, "customer_id,points\n1,50\n2,60\n");
    await bring(to, await textOf(from, "balances.csv"));
    expect(await balances(to)).toMatchObject([{ customer: "70", points: 60 }, { customer: "80", points: 50 }]);
  });

  it("has the tiers, which an empty shop with the same program takes; who has an account there has claimed the points", async () => {
    const [from, to] = [await storeShop(pool, { domain: "tiers-a.myshopify.com" }), await storeShop(pool, { domain: "tiers-b.myshopify.com" })];
    for (const shopId of [from, to]) {
      await storeCustomers(pool, shopId, [{ id: 1, email: "ann@example.com" }, { id: 2, email: "bob@example.com" }, { id: 3, email: "cy@example.com" }]);
      await pool.query("UPDATE customers SET account_state = 'enabled' WHERE shop_id = $1 AND customer_id = 1", [shopId]);
      await saveDraft(shopId, { tiers: [{ id: "silver", name: "Silver", threshold: 2 }, { id: "gold", name: "Gold", threshold: 4 }], tierQualification: { basis: "orders" } }, { by: "Ann", now: NOW });
      await publishProgram(shopId, { by: "Ann", now: NOW });
    }
    await bring(from, "customer_id,points\n1,50\n2,60\n");
    await bringTiers(from, "email,vip_tier,until\nann@example.com,Gold,2027-12-31\nbob@example.com,Silver,\n");
    await bring(to, await textOf(from, "balances.csv"));
    await bringTiers(to, await textOf(from, "tiers.csv"));
    const standing = async (shopId: number) =>
      (await pool.query(
        `SELECT c.customer_id, m.settled_points, m.claimed_at IS NOT NULL AS is_claimed, t.tier_id FROM customers c LEFT JOIN member_points m USING (shop_id, customer_id)
         LEFT JOIN member_tiers t USING (shop_id, customer_id) WHERE c.shop_id = $1 ORDER BY 1`, [shopId],
      )).rows;
    expect(await standing(from)).toMatchObject([{ is_claimed: true, tier_id: "gold" }, { is_claimed: false, tier_id: "silver" }, { tier_id: null }]);
    expect(await standing(to)).toEqual(await standing(from));
    expect(await textOf(from, "tiers.csv")).toBe("customer_id,email,vip_tier,until\r\n1,ann@example.com,gold,2027-12-31\r\n2,bob@example.com,silver,\r\n");
    expect(await textOf(to, "tiers.csv")).toBe(await textOf(from, "tiers.csv"));
    expect(await textOf(to, "balances.csv")).toBe(await textOf(from, "balances.csv"));
  });

  it("has each entry of the ledger with its explanation, each lot, and each version of the program", async () => {
    const shopId = await shopWithCustomers("files.myshopify.com");
    await bring(shopId, "customer_id,points\n1,50\n");
    await adjustPoints(shopId, { customerId: "1", points: -20, reason: "=HYPERLINK(1)", by: "Ann", idempotencyKey: "a" }, NOW);
    await saveDraft(shopId, { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }] }, { by: "Ann", now: NOW });
    await publishProgram(shopId, { by: "Ann", now: NOW });
    const ledger = (await textOf(shopId, "ledger.csv")).trimEnd().split("\r\n");
    expect(ledger).toHaveLength(3);
    expect(ledger[0]).toBe("id,customer_id,kind,pending_points,settled_points,waived_points,occurred_at,order_id,program_version,key,why");
    expect(ledger[2]).toMatch(/^\d+,1,adjust,0,-20,0,2026-06-01T12:00:00.000Z,,,adjust:a,"\{/);
    expect((await textOf(shopId, "lots.csv")).trimEnd().split("\r\n")[1]).toMatch(/^import:\d+:2,1,,50,30,20,0,,2026-06-01T12:00:00.000Z$/);
    expect(JSON.parse(await textOf(shopId, "programs.json"))).toMatchObject([{ version: 1, isPaused: false, program: { earnRules: [{ id: "spend" }] } }]);
  });

  it("keeps a cell that a spreadsheet would run as text", async () => {
    const shopId = await shopWithCustomers("formula.myshopify.com");
    await bring(shopId, "customer_id,points\n9001,5\n9002,6\n");
    expect(await textOf(shopId, "balances.csv")).toBe('customer_id,email,points,expires_on\r\n9001,\'+plus@example.com,5,\r\n9002,"o""quote, esq@example.com",6,\r\n');
  });
});
