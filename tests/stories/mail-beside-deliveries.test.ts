// First: the app reads its environment once.
import "#tests/setup/mail-env.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { accept } from "#app/inbox/accept.server.ts";
import { startWorker } from "#app/jobs/registry.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { createCustomer } from "#standin/shop/change-customer.ts";
import { openMailingShop, openMailLab, type MailingShop } from "#tests/factories/mailing-shop.ts";
import type { Lab } from "#tests/factories/shop-lab.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

const GUESTS = 15;
const MAIL_MS = 700;
// As many shops send mail as the worker does jobs at a time.
const BUSY_SHOPS = 4;

let all: Lab;
let shops: MailingShop[];
let worker: { stop(): Promise<void> };

beforeAll(async () => {
  all = await openMailLab();
  shops = [];
  for (let n = 0; n <= BUSY_SHOPS; n += 1) shops.push(await openMailingShop(all, { expiry: { kind: "fixed", months: 1 } }));
  for (const shop of shops.slice(0, BUSY_SHOPS)) for (let n = 0; n < GUESTS; n += 1) await shop.order(await shop.customer(), 9);
  worker = await startWorker();
  await waitFor("the worker to have nothing else to do", async () => (await pool.query("SELECT FROM graphile_worker.jobs WHERE run_at <= now()")).rowCount === 0, 60_000);
}, 120_000);
afterAll(async () => {
  await worker.stop();
  await all.stop();
});

it("the mail of many shops, slow and long, keeps no other shop's deliveries waiting", async () => {
  all.mailbox.faults = { mode: "slow", slowMs: MAIL_MS };
  for (const shop of shops.slice(0, BUSY_SHOPS)) expect(await shop.remind(11)).toBe(2 * GUESTS);
  await waitFor("mail of every shop", () => all.mailbox.mails.length >= BUSY_SHOPS);
  const quiet = shops[BUSY_SHOPS]!;
  createCustomer(quiet.lab.house.shop, { email: "late@example.com" });
  const [told] = quiet.lab.takeTold();
  const begunAt = performance.now();
  await accept({ shopDomain: quiet.shop.domain, webhookId: told!.webhookId, eventId: null, topic: told!.topic, apiVersion: null, triggeredAt: told!.triggeredAt, body: Buffer.from(told!.body) });
  const state = await waitFor("the delivery to be read", async () => {
    const { rows } = await pool.query<{ state: string }>("SELECT state FROM inbox_events WHERE webhook_id = $1", [told!.webhookId]);
    return rows[0]?.state !== "pending" && rows[0]?.state;
  }, 60_000);
  const tookMs = performance.now() - begunAt;
  expect(state).toBe("done");
  expect(all.mailbox.mails.length).toBeLessThan(2 * GUESTS * BUSY_SHOPS);
  expect(tookMs).toBeLessThan(6_000);
}, 120_000);
