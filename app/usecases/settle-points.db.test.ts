import { expect, it } from "vitest";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { findUnsettled } from "#app/store/write-stages.server.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";
import { adjustPoints } from "./adjust-points.server.ts";

const NOW = new Date("2026-04-01T00:00:00Z");

it("points that staff gave in a shop without a program leave nothing to settle, and are still there", async () => {
  const shopId = await storeShop(pool);
  await storeCustomers(pool, shopId, [{ id: 1 }]);
  await settleDue(shopId, NOW);
  const adjusted = await adjustPoints(shopId, { customerId: "1", points: 10, reason: "welcome", by: "test", idempotencyKey: "once" }, NOW);
  expect(adjusted.outcome).toBe("adjusted");
  expect(await settleDue(shopId, NOW)).toBe(1);
  expect(await findUnsettled(pool, shopId, { now: NOW, limit: 1 })).toEqual([]);
  expect((await pool.query("SELECT settled_points::integer AS points FROM member_points WHERE shop_id = $1", [shopId])).rows).toEqual([{ points: 10 }]);
});
