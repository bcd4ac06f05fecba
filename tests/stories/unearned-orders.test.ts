import { expect, it } from "vitest";
import { findCustomerTimeline } from "#app/queries/customer-timeline.server.ts";
import { explainUnearned } from "#app/usecases/explain-unearned.server.ts";
import { setPaused } from "#app/usecases/publish-program.server.ts";
import { day, placedOrder, programShop } from "#tests/factories/program-shop.ts";

const RULES = { earnRules: [{ id: "spend", kind: "amount", points: 1, perMinor: 100, conditions: [{ kind: "minimum_spend", amountMinor: 1_000 }] }], excludedCustomerTags: ["staff"] };

it("an order that earned nothing says why, and one that earned, or does not count, says nothing of it", async () => {
  const { shop, publish, take } = await programShop("unearned.myshopify.com");
  const told = async (on: number, customerId = "7") => {
    const page = await findCustomerTimeline(shop.id, customerId, { asOf: day(on), kinds: ["order"], explainUnearned: (orderIds) => explainUnearned(shop.id, { customerId, orderIds, now: day(on) }) });
    return Object.fromEntries((page?.items ?? []).flatMap((entry) => (entry.kind === "order" ? [[entry.orderId, entry.unearned]] : [])));
  };
  await take(-9, placedOrder(1, -10, 4_000));
  expect(await told(-8)).toEqual({ 1: null });
  await publish(RULES, -5);
  await take(1, placedOrder(2, 1, 4_000), placedOrder(3, 1, 999), { ...placedOrder(4, 1, 4_000), currency: "EUR" }, { ...placedOrder(5, 1, 4_000), financialStatus: "pending", isPaidSeen: false });
  await setPaused(shop.id, true, { by: "test", now: day(2) });
  await take(3, placedOrder(6, 3, 4_000), placedOrder(8, 3, 4_000, { customerId: "8" }));
  const nothing = (reason: string) => ({ kind: "earns_nothing", reason, before: 0 });
  const expected = {
    1: { programVersion: null, why: nothing("no_program") },
    2: null,
    3: { programVersion: 1, why: expect.objectContaining({ kind: "earned", points: 0, parts: [], before: 0 }) },
    4: { programVersion: 1, why: nothing("other_currency") },
    5: null,
    6: { programVersion: 2, why: nothing("paused") },
  };
  expect(await told(4)).toEqual(expected);
  expect(await told(400)).toEqual(expected);
  // Neither another customer's order nor one that nobody knows is told of.
  expect(await explainUnearned(shop.id, { customerId: "7", orderIds: ["8", "99"], now: day(4) })).toEqual(new Map());
});
