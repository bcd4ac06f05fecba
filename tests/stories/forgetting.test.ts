import { afterAll, beforeAll, expect, it } from "vitest";
import { tidy } from "#app/jobs/tidy.server.ts";
import { addEffects } from "#app/effects/outbox.server.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { openRedeemingShop, redeemedId } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const DAY_MS = 86_400_000;
let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

const kept = async () => (await pool.query<{ shop_domain: string; state: string }>("SELECT shop_domain, state FROM inbox_events ORDER BY id")).rows;

it("deliveries that were read are remembered for a week by their id, those of shops without the app no longer, parked ones for 90 days", async () => {
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
  await tidy(new Date(Date.now() + 89 * DAY_MS));
  expect(await kept()).toHaveLength(1);
  await tidy(new Date(Date.now() + 91 * DAY_MS));
  expect(await kept()).toEqual([]);
});

it("a parked delivery is forgotten 90 days after it came, however lately it was tried again", async () => {
  const cups = lab.shop("cups.myshopify.com");
  await cups.install();
  const broken = (webhookId: string) => ({ webhookId, topic: "orders/create", body: "{", triggeredAt: new Date().toISOString() });
  await cups.deliver([broken("older"), broken("younger")]);
  const cameDaysAgo = (webhookId: string, days: number) =>
    pool.query("UPDATE inbox_events SET received_at = now() - $3 * interval '1 day' WHERE shop_domain = $1 AND webhook_id = $2 AND state = 'parked' AND settled_at > now() - interval '1 hour'", [cups.domain, webhookId, days]);
  expect((await cameDaysAgo("older", 91)).rowCount).toBe(1);
  expect((await cameDaysAgo("younger", 89)).rowCount).toBe(1);
  await tidy(new Date());
  expect((await pool.query("SELECT webhook_id FROM inbox_events WHERE shop_domain = $1", [cups.domain])).rows).toEqual([{ webhook_id: "younger" }]);
});

it("what was done in Shopify is forgotten after 90 days, but not that it was done", async () => {
  const shop = await openRedeemingShop(lab, [{ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 }]);
  const customer = await shop.customer(300);
  const id = redeemedId(await shop.redeem(customer, "five"));
  await shop.perform();
  const { code } = await shop.redemption(id);
  const open = redeemedId(await shop.redeem(customer, "five"));
  const effects = async () => (await pool.query<{ key: string; effect: { kind: string; code?: string }; outcome: unknown }>("SELECT key, effect, outcome FROM effects WHERE shop_id = $1 ORDER BY effect_id", [shop.shop.id])).rows;
  await tidy(new Date(Date.now() + 89 * DAY_MS));
  expect((await effects())[0]).toMatchObject({ effect: { code } });
  await tidy(new Date(Date.now() + 91 * DAY_MS));
  const [done, waiting] = await effects();
  expect(done).toEqual({ key: `issue:${id}`, effect: { kind: "issue_discount_code" }, outcome: null });
  expect(waiting).toMatchObject({ key: `issue:${open}`, effect: { redemptionId: open } });
  await inTransaction((tx) => addEffects(tx, shop.shop.id, { effects: [{ key: `issue:${id}`, effect: { kind: "release_discount_code", redemptionId: id, code } }], now: new Date() }));
  expect(await shop.perform()).toBe(1);
  expect(await shop.redemption(id)).toMatchObject({ state: "issued", code });
});

it("comparisons with Shopify are forgotten after 30 days, but for the last of each kind", async () => {
  const { id } = await lab.shop("compared.myshopify.com").install();
  const compared = async (kind: "updated" | "ids", daysAgo: number, isFinished = true) =>
    pool.query("INSERT INTO reconciliations (shop_id, kind, started_at, finished_at) VALUES ($1, $2, now() - $3 * interval '1 day', CASE WHEN $4 THEN now() - $3 * interval '1 day' END)", [id, kind, daysAgo, isFinished]);
  await compared("ids", 50);
  await compared("ids", 40);
  await compared("updated", 40, false);
  await compared("updated", 31);
  await compared("updated", 29);
  await tidy(new Date());
  const left = await pool.query<{ kind: string; days: number }>("SELECT kind, round(extract(epoch FROM now() - started_at) / 86400)::int AS days FROM reconciliations WHERE shop_id = $1 ORDER BY id", [id]);
  expect(left.rows).toEqual([{ kind: "ids", days: 40 }, { kind: "updated", days: 29 }]);
});
