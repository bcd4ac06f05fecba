// First: the app reads its environment once.
import "#tests/setup/mail-env.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { enqueueJob, sendMessagesOf } from "#app/store/jobs.server.ts";
import { ensureBuilt } from "#scripts/build.ts";
import { startWorkerProcess } from "#tests/factories/kill-runs.ts";
import { openMailingShop, openMailLab, type MailingShop } from "#tests/factories/mailing-shop.ts";
import type { Lab } from "#tests/factories/shop-lab.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

const GUESTS = 40;
const KILLS = 2;

let all: Lab;
let it0: MailingShop;

beforeAll(async () => {
  await ensureBuilt();
  all = await openMailLab();
  it0 = await openMailingShop(all, { expiry: { kind: "fixed", months: 1 } });
});
afterAll(() => all.stop());

it("whoever kills the worker while it sends mail loses no reminder, brings no invitation twice, and one reminder twice at most for each kill", async () => {
  const guests = [];
  for (let n = 0; n < GUESTS; n += 1) {
    const guest = await it0.customer();
    await it0.order(guest, 9);
    guests.push(guest);
  }
  expect(await it0.remind(11)).toBe(2 * GUESTS);
  // Slow enough for a kill to meet a message that the server has and has not answered yet.
  await it0.mailbox.setFaults({ mode: "slow", slowMs: 40 });
  const worker = (n: number) => startWorkerProcess({ databaseUrl: process.env["DATABASE_URL"] ?? "", doorOrigin: all.doorOrigin, adminOrigin: all.adminOrigin }, `mail-worker-${n}`);
  for (let kill = 0; kill <= KILLS; kill += 1) {
    // As if the time had passed after which a dead worker's message is taken up.
    await pool.query("UPDATE effects SET run_at = now() WHERE state = 'open'");
    await enqueueJob(pool, sendMessagesOf(it0.shop.id));
    const before = it0.mailbox.mails.length;
    const working = worker(kill);
    if (kill < KILLS) await waitFor("some mails", async () => it0.mailbox.mails.length >= before + 10, 40_000);
    else await waitFor("the rest of the mails", async () => (await pool.query("SELECT FROM effects WHERE state = 'open'")).rowCount === 0, 50_000);
    await (kill < KILLS ? working.kill() : working.stop());
  }
  const outcomes = await Promise.all(guests.map(async (guest) => ({ guest, invitation: await it0.outcomes(guest, "invitation"), reminder: await it0.outcomes(guest, "points_expire") })));
  let twice = 0;
  for (const { guest, invitation, reminder } of outcomes) {
    const mails = it0.mailsTo(guest);
    const invitations = mails.filter(({ subject }) => subject.startsWith("Your "));
    const reminders = mails.filter(({ subject }) => subject.includes("last day"));
    expect(reminder).toEqual(["done"]);
    expect(invitations.length === 1 || (invitations.length === 0 && invitation[0] === "unclear")).toBe(true);
    expect(reminders.length).toBeGreaterThanOrEqual(1);
    expect(new Set(reminders.map(({ messageId }) => messageId)).size).toBe(1);
    twice += reminders.length - 1;
  }
  expect(twice).toBeLessThanOrEqual(KILLS);
}, 150_000);
