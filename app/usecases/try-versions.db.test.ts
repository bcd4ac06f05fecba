import { expect, it } from "vitest";
import { readProgram } from "#app/domain/program/read-program.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";
import { tryVersions } from "./try-versions.server.ts";

const FROM = new Date("2026-03-01T00:00:00Z");
const UNTIL = new Date("2026-06-01T00:00:00Z");

it("a dry run over more customers than there is time for ends with the same ones for both sets of rules, and says how many they were", async () => {
  const read = readProgram({ earnRules: [{ id: "visit", kind: "order", points: 10 }], pendingDays: 0 });
  if (read.outcome === "invalid") throw new Error(JSON.stringify(read.fields));
  const shopId = await storeShop(pool);
  const ids = Array.from({ length: 501 }, (_, at) => at + 1);
  await storeCustomers(pool, shopId, ids.map((id) => ({ id })));
  await storeOrders(pool, shopId, ids.map((id) => ({ id, customerId: id, processedAt: "2026-04-01T12:00:00Z" })));
  const version = { version: 0, startsAt: FROM, publishedAt: UNTIL, isPaused: false, currency: "GBP", program: read.program };
  const tried = (maxMs: number) => inTransaction((tx) => tryVersions(tx, shopId, { versions: [version, version], until: UNTIL, now: UNTIL, maxMs }));
  await storeCustomers(pool, shopId, [{ id: 502 }]);
  await storeOrders(pool, shopId, [{ id: 502, customerId: 502, processedAt: "2026-04-01T12:00:00Z" }]);
  // Nothing is given to somebody who is gone.
  await pool.query("UPDATE customers SET deleted_at = now() WHERE shop_id = $1 AND customer_id = 502", [shopId]);
  const all = await tried(60_000);
  expect(all).toMatchObject({ runs: [{ orders: 501, points: 5_010 }, { orders: 501, points: 5_010 }], share: { customers: 501, of: 501 } });
  expect(await tried(0)).toMatchObject({ runs: [{ orders: 500, points: 5_000 }, { orders: 500, points: 5_000 }], share: { customers: 500, of: 501 } });

  // Ended while its customers are looked up, it tries none.
  const asked = new AbortController();
  const ended = inTransaction((tx) => {
    void tx.query("SELECT 1").then(() => asked.abort(new Error("asked anew")));
    return tryVersions(tx, shopId, { versions: [version], until: UNTIL, now: UNTIL, signal: asked.signal });
  });
  await expect(ended).rejects.toThrow("asked anew");
});
