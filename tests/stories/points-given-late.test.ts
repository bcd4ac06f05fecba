import { beforeAll, expect, it } from "vitest";
import { runImports } from "#app/jobs/run-imports.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { getLiability } from "#app/queries/liability.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { checkImport } from "#app/usecases/check-import.server.ts";
import { startImport } from "#app/usecases/import-run.server.ts";
import { setMessage } from "#app/usecases/set-message.server.ts";
import { day, placedOrder, programShop, type ProgramShop } from "#tests/factories/program-shop.ts";

let it0: ProgramShop;

const PROGRAM = { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100 }], pendingDays: 0, expiry: { kind: "rolling", months: 1 } };

beforeAll(async () => {
  it0 = await programShop("given-late.myshopify.com");
  await setMessage(it0.shop.id, { kind: "points_expire", isOn: true, by: "Ann" }, day(0));
  await it0.publish(PROGRAM, 0);
  await it0.take(10, placedOrder(1, 10, 10_000, { customerId: "7" }), placedOrder(2, 10, 20_000, { customerId: "8" }));
  await it0.settle(60);
});

const ends = async (customerId: string) =>
  (await pool.query<{ day: string; points: number }>(
    "SELECT (occurred_at AT TIME ZONE 'Europe/London')::date::text AS day, settled_points::int AS points FROM ledger_entries WHERE shop_id = $1 AND customer_id = $2 AND kind = 'expire' ORDER BY id", [it0.shop.id, customerId],
  )).rows.map((row) => [row.day, row.points]);

const closings = async () => (await getLiability(it0.shop.id, { from: "2026-01-01", to: "2026-03-06" })).items.map((one) => one.closing);

it("points given to customers whose date has passed, by hand or by a file, end a whole period later by themselves, and no past day changes", async () => {
  const before = await closings();
  expect([await ends("7"), await ends("8")]).toEqual([[["2026-02-12", -100]], [["2026-02-12", -200]]]);
  await adjustPoints(it0.shop.id, { customerId: "7", points: 50, reason: "sorry", by: "Ann", idempotencyKey: "a" }, day(64));
  const checked = await checkImport(it0.shop.id, { file: [Buffer.from("customer_id,points\n8,60\n")], fileName: "b.csv", kind: "import", mode: "add", reason: "Moved in", by: "Ann" }, day(64));
  if (checked.outcome !== "checked") throw new Error(checked.message);
  await startImport(it0.shop.id, checked.importId);
  await runImports(it0.shop.id, day(64));
  await settleDue(it0.shop.id, day(65));
  expect([await it0.balance("7"), await it0.balance("8")]).toMatchObject([{ settled: 50 }, { settled: 60 }]);
  await settleDue(it0.shop.id, day(90));
  expect([await it0.balance("7"), await it0.balance("8")]).toMatchObject([{ settled: 50 }, { settled: 60 }]);
  expect(await closings()).toEqual(before.with(-1, 110));
  await settleDue(it0.shop.id, day(100));
  expect([(await ends("7")).at(-1), (await ends("8")).at(-1)]).toEqual([["2026-04-07", -50], ["2026-04-07", -60]]);
});
