import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { findClaimKey } from "#app/store/claim-keys.server.ts";
import { claimSignature } from "#app/usecases/claim-code.server.ts";
import { setHoldoutPercent } from "#app/usecases/set-holdout-percent.server.ts";
import { saveConfirmationSettings } from "#app/usecases/save-confirmation-settings.server.ts";
import { signedProxyQuery } from "#standin/storefront/answer-storefront.ts";
import { SHOP, startWorld, type World } from "#tests/setup/world.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

const ORDERS = 60;
const KILLS = 3;

let world: World;
let shop: { id: number; domain: string };

beforeAll(async () => {
  world = await startWorld({ scopes: ["read_all_orders", "write_discounts"] });
  await world.openApp(SHOP);
  await world.settled(SHOP);
  const [row] = await world.sql<{ id: number; domain: string }>("SELECT id, domain FROM shops");
  shop = row!;
  await setHoldoutPercent(shop.id, { percent: 0, by: "test" }, new Date());
  await saveConfirmationSettings(shop.id, { way: "link", rules: { grant: { kind: "amount_off", amountMinor: 500 } } }, { by: "test", now: new Date(Date.now() - 60_000) });
}, 180_000);

afterAll(async () => {
  await world?.stop();
  await pool.end();
});

const standinCodes = async () => ((await (await fetch(`${world.adminOrigin}/standin/shops/${SHOP}/discounts`)).json()) as { code: string; title: string }[]).map(({ code, title }) => ({ code, title }));
const stored = () => world.sql<{ order_id: string; code: string; state: string }>("SELECT order_id, code, state FROM confirmation_codes ORDER BY order_id");

/** Answers the status, 302 where it leads on to the cart with the code; undefined where the app is dead just now, as a buyer may meet it. */
async function click(orderId: string, signature: string): Promise<number | undefined> {
  const query = signedProxyQuery("test-api-secret", new URLSearchParams({ s: signature }), { domain: SHOP });
  const answer = await fetch(`${world.appOrigin}/proxy/c/${orderId}?${query}`, { redirect: "manual" }).catch(() => undefined);
  return answer?.status;
}

/** What a dead process holds, which is two minutes for each effect: here nobody waits so long. */
async function takeUpHeld(): Promise<void> {
  await world.sql("UPDATE effects SET run_at = now() WHERE state = 'open' AND attempts > 0 AND run_at > now() + interval '5 seconds'");
  await world.sql("SELECT graphile_worker.add_job('perform-effects', json_build_object('shopId', $1::integer), job_key => 'perform-effects:' || $1::integer, queue_name => 'effects:' || $1::integer)", [shop.id]);
}

it("a burst of clicks with every delivery twice, Shopify throttling and the app killed three times: as many codes in Shopify as we wrote down, one for each order", async () => {
  await fetch(`${world.adminOrigin}/standin/shops/${SHOP}/faults`, {
    method: "PUT", body: JSON.stringify({ webhooks: { duplicateShare: 1, shuffle: true }, admin: { throttle: { maximumAvailable: 100, restoreRate: 100 } } }),
  });
  const orders = await Promise.all(Array.from({ length: ORDERS }, (_, at) => world.control.order(SHOP, { customer: { email: `k${at}@example.com` }, totalMinor: 5_000 })));
  await world.settled(SHOP);
  const { key } = (await findClaimKey(pool, shop))!;
  const everybody = () => Promise.all(orders.flatMap(({ id }) => [click(id, claimSignature(id, key)), click(id, claimSignature(id, key))]));
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const clicks = everybody();
    await waitFor("codes in Shopify", async () => {
      await takeUpHeld();
      return (await standinCodes()).length >= Math.min(ORDERS, kill * 8);
    });
    await world.killWeb();
    await clicks;
    await world.startWeb();
  }
  // Of so many at one moment some are told that the code is being made, or that it is not possible just now; a buyer clicks again then.
  let open = orders;
  await waitFor("every click to lead on to a code", async () => {
    await takeUpHeld();
    const led = await Promise.all(open.map(async ({ id }) => (await Promise.all([click(id, claimSignature(id, key)), click(id, claimSignature(id, key))])).includes(302)));
    open = open.filter((_, at) => !led[at]);
    return open.length === 0;
  }, 60_000);
  const [ours, theirs] = [await stored(), await standinCodes()];
  expect(theirs.map(({ code }) => code).toSorted()).toEqual(ours.map(({ code }) => code).toSorted());
  expect(new Set(theirs.map(({ title }) => title)).size).toBe(ORDERS);
  expect(ours.map(({ order_id }) => order_id)).toEqual(orders.map(({ id }) => id).toSorted());
}, 120_000);
