import { afterAll, beforeAll, expect, it } from "vitest";
import { playRedemptions } from "#scripts/demo/redemptions.ts";
import { publishProgram } from "#scripts/demo/publish-program.ts";
import { readProgram } from "#scripts/demo/read-program.ts";
import { startProgress } from "#scripts/demo/progress.ts";
import type { Summary } from "#app/contract/metrics.ts";
import { waitFor } from "#tests/setup/wait-for.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";

const DAY_MS = 86_400_000;
/** One customer in five is looked at for a redemption. */
const CUSTOMERS = 31;

let world: World;
beforeAll(async () => {
  world = await startWorld({ scopes: ["write_discounts"] });
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
  for (let at = 0; at < CUSTOMERS; at += 1) {
    const customer = { email: `c${at}@example.com`, state: "ENABLED" as const };
    for (const days of [40, 38, 36]) {
      await world.control.order(SHOP, { customer, createdAt: ago(days), processedAt: ago(days), lines: [{ title: "Teapot", productId: "8001", quantity: 5, unitPriceMinor: 10_000 }] });
    }
  }
  await world.openApp(SHOP);
  await world.settled(SHOP, 60_000);
}, 180_000);
afterAll(() => world?.stop());

it("In the demo's live week three codes are used on orders still to be paid, one is taken back, and no figure moves", async () => {
  const api = { apiUrl: `${world.appOrigin}/api/v1`, apiToken: await world.apiToken(SHOP) };
  const summary = async () => (await world.api<Summary>("metrics/summary", api.apiToken)).body;
  await publishProgram(api, { program: readProgram("demo"), startsAt: new Date(Date.now() - 60 * DAY_MS) });
  await world.settled(SHOP);
  const before = await summary();
  await playRedemptions({ ...api, control: world.control, shop: SHOP, progress: startProgress() });
  await world.settled(SHOP);
  const states = () => world.sql<{ state: string; count: number }>("select case state when 'returned' then 'releasing' else state end as state, count(*)::integer as count from redemptions group by 1 order by 1");
  await waitFor("the codes to be used", async () => (await states()).some(({ state, count }) => state === "used" && count === 3));
  expect(await states()).toEqual([{ state: "issued", count: 3 }, { state: "releasing", count: 1 }, { state: "used", count: 3 }]);
  expect(await world.sql("select count(*)::integer as count from orders where paid_at is null and cardinality(discount_codes) = 1")).toEqual([{ count: 3 }]);
  const after = await summary();
  expect({ ...after, asOf: null }).toEqual({ ...before, asOf: null });
  expect(after).toMatchObject({ orders: 3 * CUSTOMERS, customers: CUSTOMERS });
});
