// First: the app reads its environment once.
import "#tests/setup/mail-env.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { accept } from "#app/inbox/accept.server.ts";
import { startWorker } from "#app/jobs/registry.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { findRedemption } from "#app/store/redemptions.server.ts";
import { redeemReward } from "#app/usecases/redeem-reward.server.ts";
import { createCustomer } from "#standin/shop/change-customer.ts";
import { openMailingShop, openMailLab, type MailingShop } from "#tests/factories/mailing-shop.ts";
import { redeemedId } from "#tests/factories/redeeming-shop.ts";
import type { Lab } from "#tests/factories/shop-lab.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

const GUESTS = 15;
// More shops send mail than the worker does such jobs at a time.
const BUSY_SHOPS = 4;
const HANGING = 3;
// So slow that the last of these mails leaves long after the test, even where the calendar of the worker asked for them before it.
const SLOW_MS = 2_000;
const REWARDS = [{ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 }];

let all: Lab;
let shops: MailingShop[];
let worker: { stop(): Promise<void> };

beforeAll(async () => {
  all = await openMailLab();
  shops = [];
  for (let n = 0; n <= BUSY_SHOPS; n += 1) shops.push(await openMailingShop(all, { expiry: { kind: "fixed", months: 1 }, rewards: REWARDS }));
  for (const shop of shops.slice(0, BUSY_SHOPS)) for (let n = 0; n < GUESTS; n += 1) await shop.order(await shop.customer(), 9);
  all.mailbox.faults = { mode: "slow", slowMs: SLOW_MS };
  worker = await startWorker();
  await waitFor("the worker to have nothing to do but mail", async () => (await pool.query("SELECT FROM graphile_worker.jobs WHERE run_at <= now() AND task_identifier <> 'send-messages'")).rowCount === 0, 60_000);
}, 120_000);
afterAll(async () => {
  await worker.stop();
  await all.stop();
});

it("the mail of many shops, slow and long, keeps nobody waiting for a reward in another one", async () => {
  const quiet = shops[BUSY_SHOPS]!;
  const customer = await quiet.customer({ isSignedIn: true });
  await quiet.order(customer, 9);
  const busy = shops.slice(0, BUSY_SHOPS);
  for (const shop of busy) await shop.remind(11);
  const asked = await pool.query("SELECT FROM effects WHERE effect ->> 'kind' = 'send_message' AND shop_id = ANY ($1)", [busy.map(({ shop }) => shop.id)]);
  expect(asked.rowCount).toBe(2 * GUESTS * BUSY_SHOPS);
  await waitFor("mail of many shops", () => all.mailbox.mails.length >= BUSY_SHOPS);
  const begunAt = performance.now();
  const redeemed = await redeemReward(quiet.shop.id, { customerId: customer.id, rewardId: "five", points: undefined, idempotencyKey: "a click", by: { kind: "customer" }, now: new Date() });
  const id = redeemedId(redeemed);
  await waitFor("the code", async () => (await findRedemption(pool, quiet.shop.id, id))?.state === "issued", 60_000);
  expect(performance.now() - begunAt).toBeLessThan(8_000);
  expect(all.mailbox.mails.length).toBeLessThan(2 * GUESTS * BUSY_SHOPS);
}, 120_000);

it("a mail server that says nothing for long keeps no other shop's delivery waiting", async () => {
  const quiet = shops[BUSY_SHOPS]!;
  all.mailbox.faults = { mode: "slow", slowMs: 20_000 };
  const before = all.mailbox.mails.length;
  await waitFor("mail to hang wherever it can", () => all.mailbox.mails.length >= before + HANGING, 10_000);
  createCustomer(quiet.lab.house.shop, { email: "late@example.com" });
  const [told] = quiet.lab.takeTold();
  const begunAt = performance.now();
  await accept({ ...told!, shopDomain: quiet.shop.domain, eventId: null, apiVersion: null, body: Buffer.from(told!.body) });
  const read = await waitFor("the delivery to be read", async () => {
    const { rows } = await pool.query<{ state: string }>("SELECT state FROM inbox_events WHERE webhook_id = $1", [told!.webhookId]);
    return rows[0]?.state !== "pending" && rows[0]?.state;
  }, 60_000);
  expect(read).toBe("done");
  expect(performance.now() - begunAt).toBeLessThan(6_000);
}, 120_000);
