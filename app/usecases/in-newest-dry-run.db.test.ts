import { expect, it, vi } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { storeCustomers, storeOrders, storeShop } from "#tests/factories/stored-facts.ts";
import { inNewestDryRun, Superseded } from "./in-newest-dry-run.server.ts";
import { previewProgram } from "./preview-program.server.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const RULES = { earnRules: [{ id: "visit", kind: "order", points: 10 }], pendingDays: 0 };

/** A dry run that is under way until it is let go, and then looks whether it was ended. */
function startRun(shopId: number, { tried = "draft", by = "Ann" }: { tried?: "draft" | "award"; by?: string } = {}) {
  const held = Promise.withResolvers<void>();
  const read = vi.fn(async (_tx: unknown, signal: AbortSignal) => {
    await held.promise;
    signal.throwIfAborted();
    return "answered";
  });
  const answer = inNewestDryRun(shopId, { tried, by }, read);
  answer.catch(() => undefined);
  return { read, letGo: held.resolve, answer };
}

it("a new dry run ends the one before of the same person, and those that still wait for their turn read nothing", async () => {
  const first = startRun(1);
  await vi.waitFor(() => expect(first.read).toHaveBeenCalled());
  const [second, third] = [startRun(1), startRun(1)];
  for (const run of [first, second, third]) run.letGo();
  await expect(first.answer).rejects.toThrow(Superseded);
  await expect(second.answer).rejects.toThrow(Superseded);
  expect(second.read).not.toHaveBeenCalled();
  expect(await third.answer).toBe("answered");
});

it("neither another shop's or person's dry run nor one of something else is ended, nor one that comes when the one before is over", async () => {
  const runs = [startRun(2), startRun(3), startRun(2, { tried: "award" }), startRun(2, { by: "Bob" })];
  for (const run of runs) run.letGo();
  expect(await Promise.all(runs.map(({ answer }) => answer))).toEqual(["answered", "answered", "answered", "answered"]);
  const later = startRun(2);
  later.letGo();
  expect(await later.answer).toBe("answered");
});

it("trying a draft again and again tries only the last", async () => {
  const shopId = await storeShop(pool);
  const ids = Array.from({ length: 501 }, (_, at) => at + 1);
  await storeCustomers(pool, shopId, ids.map((id) => ({ id })));
  await storeOrders(pool, shopId, ids.map((id) => ({ id, customerId: id, processedAt: "2026-04-01T12:00:00Z" })));
  const [first, second] = await Promise.allSettled([previewProgram(shopId, RULES, { by: "test", now: NOW }), previewProgram(shopId, RULES, { by: "test", now: NOW })]);
  expect(first).toMatchObject({ status: "rejected", reason: { name: "Superseded" } });
  expect(second).toMatchObject({ status: "fulfilled", value: { preview: { draft: { orders: 501 } } } });
});
