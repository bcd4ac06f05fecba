import { beforeEach, describe, expect, it } from "vitest";
import { runImports } from "#app/jobs/run-imports.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { getTierImportReport } from "#app/queries/imports.server.ts";
import { startImport, undoImport } from "#app/usecases/import-run.server.ts";
import { checkTierImport } from "#app/usecases/check-tier-import.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const LATER = new Date("2026-06-02T12:00:00Z");
const TIERS = [{ id: "silver", name: "Silver", threshold: 2, perks: { welcomeRewardId: null } }, { id: "gold", name: "Gold Club", threshold: 4 }];

let shopId: number;
let shops = 0;

beforeEach(async () => {
  shops += 1;
  shopId = await storeShop(pool, { domain: `tiers-${shops}.myshopify.com` });
  await storeCustomers(pool, shopId, [{ id: 1, email: "ann@example.com" }, { id: 2, email: "bob@example.com" }, { id: 5, email: "cy@example.com" }, { id: 6, mergedIntoId: 5, mergedAt: "2026-05-01T00:00:00Z" }]);
});

async function publish(): Promise<void> {
  await saveDraft(shopId, { tiers: TIERS, tierQualification: { basis: "orders", graceDays: 30 } }, { by: "Ann", now: NOW });
  await publishProgram(shopId, { by: "Ann", now: NOW });
}

const check = (text: string) => checkTierImport(shopId, { file: [Buffer.from(text)], fileName: "tiers.csv", by: "Ann", now: LATER });

async function bring(text: string): Promise<string> {
  const checked = await check(text);
  if (checked.outcome === "refused") throw new Error(checked.message);
  await startImport(shopId, checked.importId);
  await runImports(shopId, LATER);
  return checked.importId;
}

const tiers = async () => (await pool.query("SELECT customer_id::int AS id, tier_id AS tier FROM member_tiers WHERE shop_id = $1 AND tier_id IS NOT NULL ORDER BY 1", [shopId])).rows;

describe("a file of tiers", () => {
  it("is refused while the program has none", async () => {
    expect(await check("email,vip_tier\nann@example.com,Silver\n")).toEqual({ outcome: "refused", message: "Your program has no tiers yet. Publish them first, then bring the file in." });
  });

  it("gives nobody anything when it is checked, and says for each line why it is passed over", async () => {
    await publish();
    const checked = await check("email,vip_tier,until\nann@example.com,gold club,\nbob@example.com,Platinum,\nnobody@example.com,Silver,\nann@example.com,Silver,\nbob@example.com,Silver,2026-02-30\nbob@example.com,=A1,\nbob@example.com,Silver,2026-05-01\n");
    expect(checked).toMatchObject({ outcome: "checked" });
    const report = checked.outcome === "checked" ? await getTierImportReport(shopId, checked.importId) : undefined;
    expect(report).toMatchObject({ tiers: [{ name: "Gold Club", customers: 1 }], customers: 1, problemCount: 6 });
    expect(report?.problems.map(({ problem }) => problem)).toEqual([
      "“Platinum” is no tier of your program. It has Silver, Gold Club.",
      "No customer, or more than one, has this e-mail address.",
      "The same customer is on line 2.",
      "“2026-02-30” is no day. Enter it as 2027-12-31.",
      "“=A1” is a formula. Enter its result.",
      "“2026-05-01” has passed.",
    ]);
    expect(await tiers()).toEqual([]);
  });

  it("puts customers into the tiers that Smile's file names, also under an id that was merged, and the history says that it was given", async () => {
    await publish();
    await bring("customer_id,vip_tier\n1,Silver\n6,Gold Club\n");
    expect(await tiers()).toEqual([{ id: 1, tier: "silver" }, { id: 5, tier: "gold" }]);
    const { rows } = await pool.query("SELECT to_tier_id AS tier, cause->>'kind' AS cause, occurred_at AS at FROM tier_changes WHERE shop_id = $1 AND customer_id = 1", [shopId]);
    expect(rows).toEqual([{ tier: "silver", cause: "given", at: LATER }]);
  });

  it("ends a tier after the day that the line names, in the shop's zone", async () => {
    await publish();
    await bring("customer_id,vip_tier,until\n1,Silver,2026-06-30\n");
    await settleDue(shopId, new Date("2026-06-30T22:59:00Z"));
    expect(await tiers()).toEqual([{ id: 1, tier: "silver" }]);
    await settleDue(shopId, new Date("2026-08-15T00:00:00Z"));
    expect(await tiers()).toEqual([]);
  });

  it("is taken back at once, without days of grace", async () => {
    await publish();
    const importId = await bring("customer_id,vip_tier\n1,Silver\n2,Gold Club\n");
    expect(await undoImport(shopId, importId)).toEqual({ outcome: "started" });
    await runImports(shopId, new Date("2026-06-03T12:00:00Z"));
    expect(await tiers()).toEqual([]);
    expect((await getTierImportReport(shopId, importId))?.run.state).toBe("undone");
  });

  it("survives a second look at everybody unchanged", async () => {
    await publish();
    await bring("customer_id,vip_tier\n1,Silver\n");
    await pool.query("UPDATE customers SET dirty_since = now() WHERE shop_id = $1", [shopId]);
    await settleDue(shopId, new Date("2026-06-04T00:00:00Z"));
    expect(await tiers()).toEqual([{ id: 1, tier: "silver" }]);
    expect((await pool.query("SELECT count(*)::int AS n FROM tier_changes WHERE shop_id = $1", [shopId])).rows).toEqual([{ n: 1 }]);
  });
});
