import { beforeEach, describe, expect, it } from "vitest";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { runImports } from "#app/jobs/run-imports.server.ts";
import { sumBalance } from "#app/ledger/read.server.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { exportImportReport } from "#app/queries/export-import-report.server.ts";
import { getImportReport } from "#app/queries/imports.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { listPointsDifferences } from "#app/store/points-differences.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { checkImport, type ImportWish } from "#app/usecases/check-import.server.ts";
import { runImportPiece, startImport, undoImport } from "#app/usecases/import-run.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { rebuildMembers } from "#app/usecases/rebuild-points.server.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";

const NOW = new Date("2026-06-01T12:00:00Z");
const NO_DEBT = "−3 is below zero, and a balance is a debt only where your program makes one of spent points after a refund. To take points, choose “Adjust”.";
const WISH = { fileName: "smile.csv", kind: "import", mode: "add", reason: "Moved from Smile", by: "Ann" } as const;

let shopId: number;
let shops = 0;

beforeEach(async () => {
  shops += 1;
  shopId = await storeShop(pool, { domain: `import-${shops}.myshopify.com` });
  await storeCustomers(pool, shopId, [
    { id: 1, email: "ann@example.com" }, { id: 2, email: "Bob@Example.com" }, { id: 3, email: "twin@example.com" }, { id: 4, email: "twin@example.com" },
    { id: 5, email: "cy@example.com" }, { id: 6, mergedIntoId: 5, mergedAt: "2026-05-01T00:00:00Z" }, { id: 7, email: "gone@example.com", deletedAt: "2026-05-01T00:00:00Z" },
  ]);
});

async function check(text: string, wish: Partial<ImportWish> = {}): Promise<string> {
  const checked = await checkImport(shopId, { ...WISH, ...wish, file: [Buffer.from(text)] }, NOW);
  if (checked.outcome === "refused") throw new Error(checked.message);
  return checked.importId;
}

async function bring(text: string, wish: Partial<ImportWish> = {}): Promise<string> {
  const importId = await check(text, wish);
  expect(await startImport(shopId, importId)).toEqual({ outcome: "started" });
  await runImports(shopId, NOW);
  return importId;
}

async function publishDebts(refundPolicy: string): Promise<void> {
  await saveDraft(shopId, { refundPolicy }, { by: "Ann", now: NOW });
  expect(await publishProgram(shopId, { by: "Ann", now: NOW })).toMatchObject({ outcome: "published" });
}

async function undo(importId: string): Promise<void> {
  expect(await undoImport(shopId, importId)).toEqual({ outcome: "started" });
  await runImports(shopId, NOW);
}

async function reportOf(importId: string): Promise<string> {
  let text = "";
  for await (const piece of (await exportImportReport(shopId, importId)) ?? []) text += piece;
  return text;
}

const settled = async (...ids: number[]) =>
  Promise.all(ids.map(async (id) => { const sums = await sumBalance(pool, shopId, String(id)); return sums.available + sums.unclaimed; }));
const linesOf = async (importId: string) => (await getImportReport(shopId, importId))?.lines ?? [];
const entryCount = async () => Number((await pool.query("SELECT count(*) FROM ledger_entries WHERE shop_id = $1", [shopId])).rows[0]?.count);

/** Lots add up to what the ledger says, for everybody. */
async function expectLotsToAgree(): Promise<void> {
  const { rows } = await pool.query(
    `SELECT m.customer_id FROM member_points m WHERE m.shop_id = $1 AND (
       m.settled_points <> (SELECT coalesce(sum(e.settled_points), 0) FROM ledger_entries e WHERE e.shop_id = $1 AND e.customer_id = m.customer_id)
       OR m.settled_points + m.debt_points <> (SELECT coalesce(sum(l.left_points), 0) FROM lots l WHERE l.shop_id = $1 AND l.customer_id = m.customer_id))`,
    [shopId],
  );
  expect(rows).toEqual([]);
}

describe("a file of balances", () => {
  it("moves nothing when it is checked, and says for each line what it would do or why not", async () => {
    const importId = await check("email,points\nann@example.com,120\nBOB@example.com,80\nnobody@example.com,5\ntwin@example.com,5\ngone@example.com,5\n=1+1,5\nann@example.com,\"1,000\"\nann@example.com,120\nbob@example.com,90\nbob@example.com,-3\n=CMD@Example.com,1\nann@example.com,1,250\n");
    expect((await linesOf(importId)).map(({ line, differencePoints, problem }) => [line, differencePoints ?? problem])).toEqual([
      [2, 120],
      [3, 80],
      [4, "No customer, or more than one, has this e-mail address."],
      [5, "No customer, or more than one, has this e-mail address."],
      [6, "No customer, or more than one, has this e-mail address."],
      [7, "“=1+1” is a formula. Enter its result."],
      [8, "“1,000” is no whole number of points. Enter 1250 for 1,250."],
      [9, "The same customer is on line 2."],
      [10, "The same customer is on line 3."],
      [11, NO_DEBT],
      [12, "No customer, or more than one, has this e-mail address."],
      [13, "The line has 3 cells, and the first line has 2. A comma within a cell may be the reason: enter 1250 for 1,250."],
    ]);
    expect(await entryCount()).toBe(0);
  });

  it("has a report of every line, to be kept as a file", async () => {
    const importId = await bring("customer_id,points\n1,120\n99,5\n2,=1\n");
    expect(await reportOf(importId)).toBe(
      "line,customer_id,points,would_move,moved,taken_back,from_tier,to_tier,problem\r\n2,1,120,120,120,,,,\r\n3,,5,,,,,,No customer has this id.\r\n4,,,,,,,,“=1” is a formula. Enter its result.\r\n",
    );
    expect(await exportImportReport(shopId + 1, importId)).toBeUndefined();
  });

  it("takes no balance below zero, neither added nor set, while no program knows debts", async () => {
    const text = "customer_id,points\n1,-3\n";
    for (const mode of ["add", "set"] as const) expect((await linesOf(await check(text, { mode }))).map((line) => line.problem)).toEqual([NO_DEBT]);
  });

  it("takes a debt where the program knows debts: what there is pays it, the rest is owed, and both come back when it is taken back", async () => {
    await publishDebts("allow_negative");
    await bring("customer_id,points\n1,30\n2,20\n");
    const importId = await bring("customer_id,points\n1,-50\n5,-40\n");
    expect((await linesOf(importId)).map(({ differencePoints, bookedPoints, balancePoints }) => [differencePoints, bookedPoints, balancePoints])).toEqual([[-50, -50, -20], [-40, -40, -40]]);
    await bring("customer_id,points\n2,-15\n5,10\n", { mode: "set" });
    const owed = async () => (await pool.query("SELECT debt_points::int AS debt FROM member_points WHERE shop_id = $1 ORDER BY customer_id", [shopId])).rows.map((row: { debt: number }) => row.debt);
    expect([await settled(1, 2, 5), await owed()]).toEqual([[-20, -15, 10], [20, 15, 0]]);
    await undo(importId);
    expect([await settled(1, 2, 5), await owed()]).toEqual([[30, -15, 50], [0, 15, 0]]);
    await expectLotsToAgree();
    expect(await listPointsDifferences(pool, shopId)).toEqual([]);
    const { rows } = await pool.query("SELECT customer_id, key, points, left_points, redeemed_points FROM lots WHERE shop_id = $1 ORDER BY key", [shopId]);
    await inTransaction(async (tx) => rebuildMembers(await lockShopFacts(tx, shopId), shopId, { customerIds: ["1", "2", "5"], now: NOW }));
    expect((await pool.query("SELECT customer_id, key, points, left_points, redeemed_points FROM lots WHERE shop_id = $1 ORDER BY key", [shopId])).rows).toEqual(rows);
  });

  it("passes a debt over that was checked while the program knew debts, and is started when it knows none", async () => {
    await publishDebts("allow_negative");
    const importId = await check("customer_id,points\n1,-50\n");
    await publishDebts("clamp_to_zero");
    await startImport(shopId, importId);
    await runImports(shopId, NOW);
    expect((await linesOf(importId)).map((line) => line.problem)).toEqual([NO_DEBT.replace("3", "50")]);
    expect(await entryCount()).toBe(0);
  });

  it("takes no line whose points would have ended already, when it is checked or when it is started", async () => {
    const importId = await check("customer_id,points,expires_on\n1,70,2026-05-31\n2,80,2026-06-01\n");
    expect((await linesOf(importId)).map((line) => line.problem)).toEqual(["“2026-05-31” has passed.", null]);
    await startImport(shopId, importId);
    await runImports(shopId, new Date("2026-06-03T00:00:00Z"));
    expect((await linesOf(importId)).map((line) => line.problem)).toEqual(["“2026-05-31” has passed.", "“2026-06-01” has passed."]);
    expect(await entryCount()).toBe(0);
  });

  it("keeps no e-mail address of anybody", async () => {
    const importId = await check("email,points\nann@example.com,120\nnobody@example.com,5\n");
    const { rows } = await pool.query("SELECT lines::text FROM import_pieces WHERE shop_id = $1 AND import_id = $2", [shopId, importId]);
    expect(JSON.stringify(rows)).not.toContain("example.com");
  });

  it("is refused as a whole without a reason or without the columns that matter", async () => {
    expect(await checkImport(shopId, { ...WISH, reason: " ", file: [Buffer.from("email,points\na,1")] }, NOW)).toMatchObject({ outcome: "refused" });
    expect(await checkImport(shopId, { ...WISH, file: [Buffer.from("name,points\na,1")] }, NOW)).toMatchObject({ outcome: "refused" });
    expect((await pool.query("SELECT 1 FROM imports WHERE shop_id = $1", [shopId])).rowCount).toBe(0);
  });

  it("gives each customer one entry that names the file and the line, also under the id that was merged", async () => {
    await bring("customer_id,points,expires_on\n1,120,\n6,40,2027-12-31\n6,10,\n");
    expect(await settled(1, 5)).toEqual([120, 50]);
    const { rows } = await pool.query("SELECT kind, key, settled_points::int points, why FROM ledger_entries WHERE shop_id = $1 AND customer_id = 1", [shopId]);
    expect(rows).toEqual([{ kind: "import", key: expect.stringMatching(/^import:\d+:2$/) as string, points: 120, why: { kind: "adjusted", reason: "Moved from Smile (smile.csv, line 2)", by: "Ann" } }]);
    const lots = await pool.query("SELECT expires_on, left_points::int AS left FROM lots WHERE shop_id = $1 AND customer_id = 5 ORDER BY left_points", [shopId]);
    expect(lots.rows).toEqual([{ expires_on: null, left: 10 }, { expires_on: "2027-12-31", left: 40 }]);
    await expectLotsToAgree();
  });

  it("can set balances: up, down or not at all, by what is there when it runs", async () => {
    await bring("customer_id,points\n1,100\n2,100\n5,100\n");
    const importId = await check("customer_id,points\n1,150\n2,30\n5,100\n", { mode: "set" });
    expect((await linesOf(importId)).map(({ differencePoints, balancePoints }) => [differencePoints, balancePoints])).toEqual([[50, 150], [-70, 30], [0, 100]]);
    await adjustPoints(shopId, { customerId: "1", points: -20, reason: "meanwhile", by: "Ann", idempotencyKey: "a" }, NOW);
    await startImport(shopId, importId);
    await runImports(shopId, NOW);
    expect(await settled(1, 2, 5)).toEqual([150, 30, 100]);
    expect((await linesOf(importId)).map(({ bookedPoints }) => bookedPoints)).toEqual([70, -70, 0]);
    await expectLotsToAgree();
  });

  it("passes a line over whose points were spent between the check and the run, and says so", async () => {
    await bring("customer_id,points\n1,100\n2,100\n");
    const importId = await check("customer_id,points\n1,-90\n2,-90\n", { kind: "adjust" });
    await adjustPoints(shopId, { customerId: "1", points: -50, reason: "spent", by: "Ann", idempotencyKey: "b" }, NOW);
    await startImport(shopId, importId);
    await runImports(shopId, NOW);
    expect(await settled(1, 2)).toEqual([50, 10]);
    expect((await linesOf(importId)).map(({ problem }) => problem)).toEqual(["The customer has 50 points, so 90 cannot be taken.", null]);
    await expectLotsToAgree();
  });

  it("is booked once, however often it is started or run", async () => {
    const importId = await bring("customer_id,points\n1,100\n");
    expect(await startImport(shopId, importId)).toEqual({ outcome: "not_now", state: "done" });
    expect(await runImportPiece(shopId, { importId, now: NOW })).toEqual({ isOpen: false });
    expect(await startImport(shopId, "999999")).toEqual({ outcome: "unknown_import" });
    expect(await settled(1)).toEqual([100]);
  });

  it("goes on behind the last piece after it was interrupted", async () => {
    await storeCustomers(pool, shopId, Array.from({ length: 6_000 }, (_, index) => ({ id: 10_000 + index })));
    const importId = await check(`customer_id,points\n${Array.from({ length: 6_000 }, (_, index) => `${10_000 + index},7`).join("\n")}\n`);
    await startImport(shopId, importId);
    expect(await runImportPiece(shopId, { importId, now: NOW })).toEqual({ isOpen: true });
    expect(await entryCount()).toBe(5_000);
    await Promise.all([runImports(shopId, NOW), runImports(shopId, NOW)]);
    expect(await entryCount()).toBe(6_000);
    expect((await pool.query("SELECT sum(settled_points)::int AS sum FROM member_points WHERE shop_id = $1", [shopId])).rows[0]?.sum).toBe(42_000);
    await expectLotsToAgree();
  });

  it("is taken back entry by entry; what was spent of it stays spent", async () => {
    await bring("customer_id,points\n1,30\n2,200\n");
    const importId = await bring("customer_id,points,expires_on\n1,100,2026-12-31\n2,-50,\n", { kind: "adjust" });
    await adjustPoints(shopId, { customerId: "1", points: -60, reason: "spent", by: "Ann", idempotencyKey: "c" }, NOW);
    await undo(importId);
    expect(await settled(1, 2)).toEqual([30, 200]);
    expect((await linesOf(importId)).map(({ undonePoints, balancePoints }) => [undonePoints, balancePoints])).toEqual([[-40, 30], [50, 200]]);
    expect(await undoImport(shopId, importId)).toEqual({ outcome: "not_now", state: "undone" });
    await expectLotsToAgree();
    await settleDue(shopId, NOW);
    expect(await settled(1, 2)).toEqual([30, 200]);
  });
});
