import { expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { publishProgram, saveDraft } from "#app/usecases/publish-program.server.ts";
import { storeCustomers, storeShop } from "#tests/factories/stored-facts.ts";
import { listHeldPoints } from "./list-held-points.server.ts";

it("what customers hold is listed once there is a program; who never had points is left out", async () => {
  const now = new Date("2026-06-01T12:00:00Z");
  const shopId = await storeShop(pool);
  await storeCustomers(pool, shopId, [{ id: 1, createdAt: "2026-01-01T00:00:00Z" }, { id: 2, createdAt: "2026-01-01T00:00:00Z" }]);
  expect(await listHeldPoints(shopId, ["1", "2"])).toBeNull();
  await saveDraft(shopId, { earnRules: [] }, { by: "test", now });
  await publishProgram(shopId, { by: "test", now });
  await adjustPoints(shopId, { customerId: "1", points: 40, reason: "a gift", by: "test", idempotencyKey: "gift-list-1" }, now);
  expect(await listHeldPoints(shopId, ["1", "2"])).toEqual({ "1": 40 });
});
