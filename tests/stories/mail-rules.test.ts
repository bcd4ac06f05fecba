// First: the app reads its environment once.
import "#tests/setup/mail-env.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sweep } from "#app/jobs/sweep.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { sendMessagesOf } from "#app/store/jobs.server.ts";
import { action as unsubscribe } from "#app/routes/unsubscribe/route.ts";
import { saveMailSettings, switchMessage } from "#app/store/message-settings.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { setHoldoutPercent } from "#app/usecases/set-holdout-percent.server.ts";
import { publishProgram, saveDraft, undoPublish } from "#app/usecases/publish-program.server.ts";
import { setMessage } from "#app/usecases/set-message.server.ts";
import { findOptOutLink, optOutOfMail } from "#app/usecases/opt-out-of-mail.server.ts";
import { mergeCustomers, redactCustomer, signIn, updateCustomer } from "#standin/shop/change-customer.ts";
import { holdingShopFacts } from "#tests/factories/holding-shop-facts.ts";
import { openMailingShop, openMailLab, type MailingShop } from "#tests/factories/mailing-shop.ts";
import type { Lab } from "#tests/factories/shop-lab.ts";

const REWARDS = [{ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 500, amountMinor: 500 }];

let all: Lab;
let it0: MailingShop;

beforeAll(async () => {
  all = await openMailLab();
  it0 = await openMailingShop(all, { rewards: REWARDS });
});
afterAll(() => all.stop());

/** A customer with an order of day 1, of whom day 3 is asked what it sends. */
async function invited(input: Parameters<MailingShop["customer"]>[0] = {}, between: (customer: { id: string }) => Promise<void> = async () => {}) {
  const customer = await it0.customer(input);
  await it0.order(customer, 1);
  await it0.remind(3);
  await between(customer);
  await it0.send(3);
  return { customer, mails: it0.mailsTo(customer), outcomes: await it0.outcomes(customer, "invitation") };
}

const hear = () => it0.lab.deliver(it0.lab.takeTold());
const record = (id: string) => it0.lab.house.shop.customers.get(id)!;

describe("an invitation", () => {
  it("reads as a person would write it, in HTML and in plain text, from the shop", async () => {
    const { customer, mails } = await invited();
    const [mail] = mails;
    const order = it0.lab.house.shop.customers.get(customer.id)!.orders[0]!;
    expect(mail).toMatchObject({ fromName: it0.shop.name, from: "points@mail.example.com", replyTo: `owner@${it0.shop.domain}`, subject: `Your 120 points at ${it0.shop.name}` });
    for (const words of [`Your order #${order.number} at`, "brought you 120 points", "What points buy: 5 off (500 points).", "This is the only invitation we send.", "Sign in: https://"]) expect(mail?.text).toContain(words);
    expect(mail?.html).toContain("brought you 120 points");
    expect(mail?.html).toMatch(/^<!DOCTYPE html><html lang="en" dir="ltr">/);
    expect(mail?.headers["list-unsubscribe"]).toMatch(/^<http:\/\/127\.0\.0\.1:3000\/unsubscribe\?k=\d+\.\d+\.invitation\.[0-9a-f]{32}&lang=en>$/);
    expect(mail?.headers["auto-submitted"]).toBe("auto-generated");
  });

  it.each(["NOT_SUBSCRIBED", "UNSUBSCRIBED", "PENDING"] as const)("does not go to a customer who is %s to marketing", async (marketingState) => {
    expect(await invited({ marketingState })).toMatchObject({ mails: [], outcomes: ["no_consent"] });
  });

  it("does not go to a customer who took the consent back after it was asked for", async () => {
    const asked = await invited({}, async ({ id }) => updateCustomer(it0.lab.house.shop, record(id), { marketingState: "UNSUBSCRIBED" }));
    expect(asked).toMatchObject({ mails: [], outcomes: ["no_consent"] });
  });

  it("stops when the account exists, whether we heard of it or not", async () => {
    const unheard = await invited({}, async ({ id }) => signIn(it0.lab.house.shop, record(id)));
    expect(unheard).toMatchObject({ mails: [], outcomes: ["account_exists"] });
    await hear();
    expect((await invited({ isSignedIn: true })).outcomes).toEqual([]);
  });

  it.each([
    [`"quoted"@example.com`],
    ["two@example.com\r\nBcc: all@example.com"],
    ["a@example.com, b@example.com"],
    ["a b@example.com"],
    ["<a@example.com>"],
    ["nobody"],
  ])("does not go to the address %j, which could be read as something else", async (email) => {
    const before = it0.mailbox.mails.length;
    const { customer, outcomes } = await invited({}, async ({ id }) => void (record(id).email = email));
    expect(outcomes).toEqual(["bad_address"]);
    expect(it0.mailbox.mails).toHaveLength(before);
    expect(JSON.stringify((await pool.query("SELECT effect, outcome FROM effects WHERE effect ->> 'customerId' = $1", [customer.id])).rows)).not.toContain("@");
  });

  it("goes to an address with an apostrophe, and says nothing to a customer without an address", async () => {
    expect((await invited({ email: "o'neil@example.com" })).mails).toHaveLength(1);
    expect((await invited({ email: null })).outcomes).toEqual(["no_address"]);
  });

  it("is written in the customer's language, else in the shop's", async () => {
    await saveMailSettings(pool, it0.shop.id, { language: "fr", quiet: { fromHour: 0, untilHour: 0 } });
    expect((await invited({ locale: "de-AT" })).mails[0]?.subject).toContain("120 Punkte für Sie");
    expect((await invited({ locale: "zh-TW" })).mails[0]?.text).toContain("120 积分");
    expect((await invited({ locale: "ja" })).mails[0]?.subject).toContain("120 points pour vous");
    await saveMailSettings(pool, it0.shop.id, { language: "en", quiet: { fromHour: 0, untilHour: 0 } });
  });

  it("does not go to who is held out, and never asks for one", async () => {
    await setHoldoutPercent(it0.shop.id, { percent: 20, by: "test" }, it0.day(2));
    const guests = await Promise.all(Array.from({ length: 40 }, () => it0.customer()));
    for (const guest of guests) await it0.order(guest, 1);
    await it0.remind(3);
    await it0.send(3);
    await setHoldoutPercent(it0.shop.id, { percent: 0, by: "test" }, it0.day(2));
    const { rows } = await pool.query<{ customer_id: string; arm: string }>("SELECT customer_id, arm FROM holdout_assignments WHERE customer_id = ANY ($1)", [guests.map(({ id }) => id)]);
    expect(rows).toHaveLength(40);
    for (const guest of guests) expect(it0.mailsTo(guest)).toHaveLength(rows.find((row) => row.customer_id === guest.id)?.arm === "held_out" ? 0 : 1);
    expect(rows.some(({ arm }) => arm === "held_out")).toBe(true);
  });

  it("waits for the end of the shop's quiet hours", async () => {
    await saveMailSettings(pool, it0.shop.id, { language: "en", quiet: { fromHour: 21, untilHour: 8 } });
    const customer = await it0.customer();
    await it0.order(customer, 1);
    await it0.remind(3);
    const at = (hours: number) => new Date(it0.day(3).getTime() + (hours - 12) * 3_600_000);
    for (const hour of [21, 23, 24, 31]) await it0.send(at(hour));
    expect(it0.mailsTo(customer)).toEqual([]);
    const waiting = async () => (await pool.query("SELECT run_at, revision FROM graphile_worker.jobs WHERE key = $1", [sendMessagesOf(it0.shop.id).key])).rows;
    // A night to come, since the queue goes by the present.
    const night = new Date(it0.day(14).getTime() + 11 * 3_600_000);
    await it0.send(night);
    const before = await waiting();
    await sweep(night);
    expect(await waiting()).toEqual(before);
    await it0.send(at(32));
    expect(it0.mailsTo(customer)).toHaveLength(1);
    await saveMailSettings(pool, it0.shop.id, { language: "en", quiet: { fromHour: 0, untilHour: 0 } });
  });

  it("goes once to a person whose two records were merged", async () => {
    const { customer: kept } = await invited();
    const removed = await it0.customer();
    await it0.order(removed, 1);
    await it0.remind(3);
    mergeCustomers(it0.lab.house.shop, { keep: record(kept.id), remove: record(removed.id), status: "completed" });
    await hear();
    await it0.send(3);
    expect([...it0.mailsTo(kept), ...it0.mailsTo(removed)]).toHaveLength(1);
  });

  it("is forgotten with a customer who is erased", async () => {
    const customer = await it0.customer();
    await it0.order(customer, 1);
    await it0.remind(3);
    redactCustomer(it0.lab.house.shop, record(customer.id));
    await hear();
    await it0.send(3);
    expect(await it0.outcomes(customer, "invitation")).toEqual(["dropped"]);
  });
});

describe("whoever unsubscribes", () => {
  const keyIn = (mail: { headers: Record<string, string> } | undefined) => new URL((mail?.headers["list-unsubscribe"] ?? "").slice(1, -1)).searchParams.get("k") ?? "";

  it("gets no more offers, at once, and gets them again after taking it back", async () => {
    const { customer, mails } = await invited();
    signIn(it0.lab.house.shop, record(customer.id));
    await hear();
    const found = await findOptOutLink(keyIn(mails[0]));
    expect(found?.link).toMatchObject({ shopId: it0.shop.id, customerId: customer.id, kind: "invitation" });
    await it0.order(customer, 4, 60_000);
    await it0.remind(4);
    await optOutOfMail(found!.link, { wish: "unsubscribed", now: it0.day(4) });
    await it0.send(4);
    expect(await it0.outcomes(customer, "reward_available")).toEqual(["opted_out"]);
    await optOutOfMail(found!.link, { wish: "undo", now: it0.day(5) });
    expect((await pool.query("SELECT FROM mail_opt_outs WHERE customer_id = $1", [customer.id])).rowCount).toBe(0);
  });

  it("does so by a click of a mail program that sends nothing with it, or sends it in parts", async () => {
    const form = new FormData();
    form.set("List-Unsubscribe", "One-Click");
    for (const body of [null, form]) {
      const { customer, mails } = await invited();
      const request = new Request(`http://127.0.0.1:3000/unsubscribe?k=${keyIn(mails[0])}`, { method: "POST", body });
      expect((await unsubscribe({ request, params: {}, context: {} })).status).toBe(200);
      expect((await pool.query("SELECT reason FROM mail_opt_outs WHERE customer_id = $1", [customer.id])).rows).toEqual([{ reason: "unsubscribed" }]);
    }
  });

  it("does so by a link that nobody else could have made", async () => {
    const { mails } = await invited();
    const key = keyIn(mails[0]);
    const [shop, customer, kind, signature = ""] = key.split(".");
    const changed = [`${shop}.${Number(customer) + 1}.${kind}.${signature}`, `${shop}.${customer}.reward_available.${signature}`, `${key.slice(0, -1)}${signature.endsWith("0") ? "1" : "0"}`, `0${key}`, `99.${customer}.${kind}.${signature}`, "", "test", `${key}.x`];
    for (const wrong of changed) expect(await findOptOutLink(wrong)).toBeUndefined();
    expect(await findOptOutLink(key)).toBeDefined();
  });
});

describe("a member with an account", () => {
  it("hears of a reward once it comes into reach, and of what an order earned where that is on", async () => {
    await holdingShopFacts(it0.shop.id, (tx) => switchMessage(tx, it0.shop.id, { kind: "earned", isOn: true, by: "test", now: it0.day(0) }));
    const member = await it0.customer({ isSignedIn: true });
    await it0.order(member, 1, 40_000);
    await it0.remind(1);
    await it0.send(1);
    await it0.order(member, 2, 20_000);
    for (const on of [2, 3]) {
      await it0.remind(on);
      await it0.send(on);
    }
    const subjects = it0.mailsTo(member).map(({ subject }) => subject);
    expect(subjects.filter((subject) => subject.startsWith("You can get"))).toEqual(["You can get: 5 off"]);
    expect(subjects.filter((subject) => /^\+(400|200) points for order #\d+$/.test(subject))).toHaveLength(2);
    const reward = it0.mailsTo(member).find(({ subject }) => subject.startsWith("You can get"));
    expect(reward?.text).toContain("You have 600 points. That is enough for 5 off, at 500 points.");
    expect(reward?.text).toContain("Not with other discounts.\n\nNo hurry: your points stay.");
    expect(it0.mailsTo(member).find(({ subject }) => subject.startsWith("+"))?.headers["list-unsubscribe"]).toBeUndefined();
    await holdingShopFacts(it0.shop.id, (tx) => switchMessage(tx, it0.shop.id, { kind: "earned", isOn: false, by: "test", now: it0.day(0) }));
  });
});

describe("points that end", () => {
  it("are announced 30 and 7 days before, once each, whatever the customer said to marketing", async () => {
    const ending = await openMailingShop(all, { expiry: { kind: "fixed", months: 1 } });
    const member = await ending.customer({ isSignedIn: true, marketingState: "UNSUBSCRIBED" });
    await ending.order(member, 1);
    const last = new Date(ending.day(1));
    last.setUTCMonth(last.getUTCMonth() + 1);
    const lastDay = Math.round((last.getTime() - ending.day(0).getTime()) / 86_400_000);
    for (let on = 1; on <= lastDay + 1; on += 1) {
      await ending.remind(on);
      await ending.send(on);
    }
    const mails = ending.mailsTo(member);
    expect(mails.map(({ subject }) => subject)).toEqual(Array(2).fill(expect.stringMatching(/^120 points: last day \d+ \w+ \d{4}$/)));
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(2);
    expect(mails[0]?.headers["list-unsubscribe"]).toBeUndefined();
    expect((await pool.query("SELECT settled_points::int AS points FROM member_points WHERE shop_id = $1", [ending.shop.id])).rows).toEqual([{ points: 0 }]);
    expect((await pool.query("SELECT why ->> 'because' AS because FROM ledger_entries WHERE shop_id = $1 AND kind = 'expire'", [ending.shop.id])).rows).toEqual([{ because: "expired" }]);
  });

  it("are not announced once they are spent", async () => {
    const ending = await openMailingShop(all, { expiry: { kind: "fixed", months: 1 } });
    const member = await ending.customer({ isSignedIn: true });
    await ending.order(member, 1);
    await ending.remind(3);
    await adjustPoints(ending.shop.id, { customerId: member.id, points: -120, reason: "spent in the shop", by: "test", idempotencyKey: "spent" }, new Date());
    await ending.send(3);
    expect(ending.mailsTo(member)).toEqual([]);
    expect(await ending.outcomes(member, "points_expire")).toEqual(["not_due"]);
  });

  it("for want of a sign-in lapse a year after their release, and not before both reminders went out", async () => {
    const silent = await openMailingShop(all);
    const guest = await silent.customer({ marketingState: "NOT_SUBSCRIBED" });
    await silent.order(guest, 1);
    await silent.remind(2);
    const year = 366;
    for (const on of [300, year - 31, year - 30, year - 29, year - 8, year - 7, year - 6, year]) {
      await silent.remind(on);
      await silent.send(on);
    }
    const subjects = silent.mailsTo(guest).map(({ subject }) => subject);
    expect(subjects).toHaveLength(2);
    expect(subjects[0]).toMatch(/^120 points wait for you until /);
    expect((await pool.query("SELECT settled_points::int AS points FROM member_points WHERE shop_id = $1", [silent.shop.id])).rows).toEqual([{ points: 120 }]);
    await silent.remind(year + 2);
    expect((await pool.query("SELECT why ->> 'because' AS because FROM ledger_entries WHERE shop_id = $1 AND kind = 'expire'", [silent.shop.id])).rows).toEqual([{ because: "unclaimed" }]);
  });

  it("keep their reminder: it can't be switched off while a program gives points an end", async () => {
    const ending = await openMailingShop(all, { expiry: { kind: "fixed", months: 12 } });
    expect(await setMessage(ending.shop.id, { kind: "points_expire", isOn: false, by: "test" }, ending.day(1))).toEqual({ outcome: "points_end" });
    await saveDraft(ending.shop.id, { pendingDays: 0 }, { by: "test", now: ending.day(1) });
    await publishProgram(ending.shop.id, { by: "test", now: ending.day(1) });
    expect(await setMessage(ending.shop.id, { kind: "points_expire", isOn: false, by: "test" }, ending.day(2))).toEqual({ outcome: "saved" });
    // And nothing is given an end while it is off.
    await saveDraft(ending.shop.id, { pendingDays: 0, expiry: { kind: "rolling", months: 12 } }, { by: "test", now: ending.day(3) });
    expect(await publishProgram(ending.shop.id, { by: "test", now: ending.day(3) })).toEqual({ outcome: "reminder_missing" });
    expect(await undoPublish(ending.shop.id, { by: "test", now: ending.day(3) })).toEqual({ outcome: "reminder_missing" });
    await setMessage(ending.shop.id, { kind: "points_expire", isOn: true, by: "test" }, ending.day(3));
    expect(await publishProgram(ending.shop.id, { by: "test", now: ending.day(3) })).toMatchObject({ outcome: "published" });
  });
});
