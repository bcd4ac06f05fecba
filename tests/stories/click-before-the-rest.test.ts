import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addEffects } from "#app/effects/outbox.server.ts";
import { performEffects } from "#app/jobs/perform-effects.server.ts";
import { TASKS } from "#app/jobs/registry.server.ts";
import { inTransaction, pool, type Tx } from "#app/platform/db.server.ts";
import { enqueueJob, performEffectsOf } from "#app/store/jobs.server.ts";
import { TURN_MS } from "#app/jobs/turn.ts";
import { cancelRedemption } from "#app/usecases/cancel-redemption.server.ts";
import { endRedemptions } from "#app/usecases/end-redemptions.server.ts";
import { openRedeemingShop, redeemedId, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

const ENDED = 12;
const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 };
const CREDIT = { id: "credit", kind: "store_credit", name: "5 of credit", costPoints: 100, amountMinor: 500 };
const CARD = { id: "card", kind: "gift_card", name: "A card", costPoints: 100, amountMinor: 500 };

let all: Lab;
let it0: RedeemingShop;
let endedIds: string[];

beforeAll(async () => {
  all = await openLab();
  it0 = await openRedeemingShop(all, [FIVE_OFF, CREDIT, CARD]);
  endedIds = [];
  for (let n = 0; n < ENDED; n += 1) endedIds.push(redeemedId(await it0.redeem(await it0.customer(100), "five")));
  await it0.perform();
  await pool.query("UPDATE redemptions SET ends_at = now() - interval '1 hour' WHERE shop_id = $1", [it0.shop.id]);
  await endRedemptions(it0.shop.id, new Date());
}, 120_000);
afterAll(() => all.stop());

const tries = async (kind: string): Promise<number[]> =>
  (await pool.query<{ attempts: number }>("SELECT attempts FROM effects WHERE shop_id = $1 AND effect ->> 'kind' = $2 ORDER BY effect_id", [it0.shop.id, kind])).rows.map(({ attempts }) => attempts);

/** So many turns in each of which there is time for one call, as where a shop's allowance makes it wait. */
async function performFew(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    const startMs = Date.now();
    let looks = 0;
    // The clock is looked at five times until the first call is answered: it begins, is not over, one is taken, tried, and answered.
    await performEffects(it0.shop, () => new Date((looks += 1) <= 5 ? startMs : startMs + TURN_MS));
  }
}

it("what somebody waits for is made before whatever else the shop has to tell Shopify, and nothing is made twice", async () => {
  const redeemed = redeemedId(await it0.redeem(await it0.customer(100), "five"));
  const credited = redeemedId(await it0.redeem(await it0.customer(100), "credit"));
  const carded = redeemedId(await it0.redeem(await it0.customer(100), "card"));
  await performFew(3);
  const states = await Promise.all([redeemed, credited, carded].map(async (id) => (await it0.redemption(id)).state));
  expect(states).toEqual(["issued", "issued", "issued"]);
  expect(await tries("release_discount_code")).toEqual(endedIds.map(() => 0));
  // Taken back by a click: the code is closed before those that ended by themselves.
  await cancelRedemption(it0.shop.id, { redemptionId: redeemed, now: new Date() });
  await performFew(1);
  expect((await tries("release_discount_code")).at(-1)).toBe(1);
  for (let minutes = 0; minutes < 10; minutes += 1) await it0.perform(minutes);
  expect(await Promise.all([...endedIds, redeemed].map(async (id) => (await it0.redemption(id)).state))).toEqual([...endedIds, redeemed].map(() => "returned"));
  expect(await tries("issue_discount_code")).toEqual([...endedIds, redeemed].map(() => 1));
  expect([await tries("credit_store_credit"), await tries("issue_gift_card")]).toEqual([[1], [1]]);
});

const tag = (tx: Tx, isWaitedFor: boolean) => {
  const perkId = randomUUID();
  return addEffects(tx, it0.shop.id, { effects: [{ key: `tag-add:${perkId}`, effect: { kind: "add_customer_tag", perkId, customerId: "1", tag: "gold" } }], isWaitedFor, now: new Date(0) });
};

/** A turn that is over before it begins. */
async function performNone(): Promise<void> {
  let looks = 0;
  const startMs = Date.now();
  await performEffects(it0.shop, () => new Date(startMs + (looks += 1) * TURN_MS));
}

const waiting = async (): Promise<{ priority: number; begins: boolean }> =>
  (await pool.query("SELECT priority, run_at <= now() AS begins FROM graphile_worker.jobs WHERE key = $1", [performEffectsOf(it0.shop.id).key])).rows[0];

const forgetJobs = () => pool.query("DELETE FROM graphile_worker._private_jobs");

it("a turn that ends while somebody waits is followed by a click's, any other by one behind all shops", async () => {
  const priorities: unknown[] = [];
  for (const isWaitedFor of [false, true]) {
    await tag(pool, isWaitedFor);
    await performNone();
    priorities.push((await waiting()).priority);
  }
  expect(priorities).toEqual([1, -1]);
});

it("whoever clicks just as a turn ends keeps a click's place", async () => {
  await pool.query("DELETE FROM effects WHERE shop_id = $1", [it0.shop.id]);
  await tag(pool, false);
  await forgetJobs();
  let turn: Promise<void> | undefined;
  await inTransaction(async (tx) => {
    await tag(tx, true);
    await enqueueJob(tx, performEffectsOf(it0.shop.id));
    turn = performNone();
    await waitFor("the turn's own job to wait for the click's", async () => (await pool.query("SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")).rowCount === 1);
  });
  await turn;
  expect(await waiting()).toEqual({ priority: -1, begins: true });
});

it("a click made while Shopify puts the shop off is neither put off nor put behind others", async () => {
  await pool.query("DELETE FROM effects WHERE shop_id = $1", [it0.shop.id]);
  await forgetJobs();
  redeemedId(await it0.redeem(await it0.customer(100), "five"));
  // As where the click came while the job ran: the one that it asked for waits beside.
  it0.lab.house.faults.admin.failNext = Array.from({ length: 4 }, () => ({ operation: "discountCodeBasicCreate", kind: "throttled" as const }));
  await TASKS["perform-effects"]!({ shopId: it0.shop.id }, {} as never);
  it0.lab.house.faults.admin.failNext = [];
  expect(await waiting()).toEqual({ priority: -1, begins: true });
});

it("where nobody waits, a shop that Shopify put off comes back behind others", async () => {
  await pool.query("DELETE FROM effects WHERE shop_id = $1", [it0.shop.id]);
  await forgetJobs();
  await tag(pool, false);
  it0.lab.house.faults.admin.failNext = Array.from({ length: 4 }, () => ({ operation: "tagsAdd", kind: "throttled" as const }));
  await TASKS["perform-effects"]!({ shopId: it0.shop.id }, {} as never);
  it0.lab.house.faults.admin.failNext = [];
  expect(await waiting()).toEqual({ priority: 1, begins: false });
});
