import { afterAll, beforeAll, expect, it } from "vitest";
import { tidy } from "#app/jobs/tidy.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const DAY_MS = 86_400_000;
let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

const kept = async () => (await pool.query<{ shop_domain: string; state: string }>("SELECT shop_domain, state FROM inbox_events ORDER BY id")).rows;

it("deliveries that were read are remembered for a week by their id, those of shops without the app no longer, parked ones until somebody looks", async () => {
  const [gifts, nobody] = [lab.shop("gifts.myshopify.com"), lab.shop("nobody.myshopify.com")];
  await gifts.install();
  await gifts.readHistory();
  placeOrder(gifts.house.shop, { paid: false });
  const [delivery] = gifts.takeTold().filter(({ topic }) => topic === "orders/create");
  if (!delivery) throw new Error("Shopify told nothing");
  await gifts.deliver([delivery, { ...delivery, webhookId: "broken", body: delivery.body.slice(0, 50) }]);
  await nobody.deliver([{ ...delivery, webhookId: "of-nobody" }]);
  await tidy(new Date(Date.now() + 6 * DAY_MS));
  expect(await kept()).toHaveLength(3);
  await tidy(new Date(Date.now() + 8 * DAY_MS));
  expect(await kept()).toEqual([{ shop_domain: gifts.domain, state: "parked" }]);
});
