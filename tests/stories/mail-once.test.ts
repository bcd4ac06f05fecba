// First: the app reads its environment once.
import "#tests/setup/mail-env.ts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { addEffects, takeEffect } from "#app/effects/outbox.server.ts";
import { performEffect } from "#app/effects/perform.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { MessageKind } from "#app/domain/messages/message.ts";
import { openMailingShop, openMailLab, type MailingShop } from "#tests/factories/mailing-shop.ts";
import type { Lab } from "#tests/factories/shop-lab.ts";
import type { CustomerRecord } from "#standin/shop/records.ts";

const MINUTE_MS = 60_000;
// Points of an order on day 1 end on a day within the reminder's reach.
const EXPIRY = { expiry: { kind: "fixed", months: 1 } };

let all: Lab;
let it0: MailingShop;

beforeAll(async () => {
  all = await openMailLab();
  it0 = await openMailingShop(all, { ...EXPIRY, rewards: [{ id: "five", kind: "fixed_amount", name: "5 off", costPoints: 500, amountMinor: 500 }] });
});
afterEach(() => it0.mailbox.setFaults({ mode: "good" }));
afterAll(() => all.stop());

const minutes = (on: number, count: number) => new Date(it0.day(on).getTime() + count * MINUTE_MS);

/** A guest with an order of day 1, whose invitation, or reminder, waits on day 3. */
async function waiting(kind: MessageKind): Promise<CustomerRecord> {
  const guest = await it0.customer();
  await it0.order(guest, 1);
  await it0.remind(3);
  await pool.query("UPDATE effects SET state = 'dropped', closed_at = now() WHERE state = 'open' AND effect #>> '{message,kind}' <> $1", [kind]);
  return guest;
}

describe("a message", () => {
  it("goes out once, however often it is looked for", async () => {
    const guest = await it0.customer();
    await it0.order(guest, 1);
    await it0.remind(2);
    await it0.send(2);
    expect(await it0.outcomes(guest, "invitation")).toEqual([]);
    for (const on of [3, 3, 4, 5]) {
      await Promise.all([it0.remind(on), it0.remind(on)]);
      await Promise.all([it0.send(on), it0.send(on)]);
    }
    await it0.order(guest, 6);
    await it0.remind(8);
    await it0.send(8);
    expect(it0.mailsTo(guest).filter(({ subject }) => subject.startsWith("Your "))).toHaveLength(1);
    expect(await it0.outcomes(guest, "invitation")).toEqual(["done"]);
  });

  it("that was asked for is not looked at again, and who asks hears how many are new", async () => {
    for (let count = 0; count < 3; count += 1) await it0.order(await it0.customer({ isSignedIn: true }), 3);
    const looks = async (on: number) => [await it0.remind(on), await it0.remind(on)];
    const [first, again] = await looks(4);
    expect(first).toBeGreaterThan(0);
    expect(again).toBe(0);
  });

  it("waits while the mail server is down for an hour, and then goes out once", async () => {
    const guests = [await waiting("invitation"), await waiting("invitation")];
    await it0.mailbox.setFaults({ mode: "down" });
    for (let minute = 0; minute < 60; minute += 5) expect(await it0.send(minutes(3, minute))).toBe(0);
    const tries = await pool.query<{ attempts: number }>("SELECT attempts FROM effects WHERE state = 'open' ORDER BY effect_id");
    // One knocks for all.
    expect(tries.rows.map(({ attempts }) => attempts)).toEqual([12, 0]);
    await it0.mailbox.setFaults({ mode: "good" });
    expect(await it0.send(minutes(3, 61))).toBe(2);
    expect(await it0.send(minutes(3, 62))).toBe(0);
    expect(guests.map((guest) => it0.mailsTo(guest).length)).toEqual([1, 1]);
  });

  it("is tried again when the server puts it off, and given up when it refuses", async () => {
    const guest = await waiting("invitation");
    await it0.mailbox.setFaults({ mode: "defer" });
    await it0.send(3);
    expect(await it0.send(minutes(3, 1))).toBe(0);
    await it0.mailbox.setFaults({ mode: "refuse" });
    expect(await it0.send(minutes(3, 6))).toBe(1);
    expect(await it0.outcomes(guest, "invitation")).toEqual(["refused_by_server"]);
    expect(it0.mailsTo(guest)).toEqual([]);
  });

  it("is sent again after a process died before the server had all of it", async () => {
    const guest = await waiting("invitation");
    expect(await takeEffect(pool, it0.shop.id, { now: it0.day(3), leaseMs: MINUTE_MS, lane: "mail" })).toMatchObject({ attempts: 1, handedOverAt: null });
    expect(await it0.send(3)).toBe(0);
    expect(await it0.send(minutes(3, 2))).toBe(1);
    expect(it0.mailsTo(guest)).toHaveLength(1);
  });

  it.each([
    ["invitation", 1, "unclear"],
    ["points_expire", 2, "done"],
  ] as const)("of the kind %s comes %i times when the process dies between the server's answer and ours", async (kind, times, outcome) => {
    const guest = await waiting(kind);
    const taken = await takeEffect(pool, it0.shop.id, { now: it0.day(3), leaseMs: MINUTE_MS, lane: "mail" });
    await performEffect(it0.shop, taken!, it0.day(3));
    await it0.send(minutes(3, 2));
    expect(it0.mailsTo(guest)).toHaveLength(times);
    expect(new Set(it0.mailsTo(guest).map(({ messageId }) => messageId)).size).toBe(1);
    expect(await it0.outcomes(guest, kind)).toEqual([outcome]);
  });

  it.each([
    ["invitation", "lose-answer", 1, "unclear"],
    ["invitation", "cut", 0, "unclear"],
    ["points_expire", "lose-answer", 2, "done"],
    ["points_expire", "cut", 1, "done"],
  ] as const)("of the kind %s, when the connection ends with %s, comes %i times", async (kind, mode, times, outcome) => {
    const guest = await waiting(kind);
    await it0.mailbox.setFaults({ mode });
    await it0.send(3);
    await it0.mailbox.setFaults({ mode: "good" });
    await it0.send(minutes(3, 5));
    expect(it0.mailsTo(guest)).toHaveLength(times);
    expect(await it0.outcomes(guest, kind)).toEqual([outcome]);
  });

  it("keeps no code waiting while the mail server is slow or down", async () => {
    await waiting("invitation");
    await it0.mailbox.setFaults({ mode: "down" });
    await it0.send(3);
    await addEffects(pool, it0.shop.id, { effects: [{ key: "one", effect: { kind: "release_discount_code", redemptionId: "1", code: "X" } }], now: it0.day(3) });
    expect(await takeEffect(pool, it0.shop.id, { now: it0.day(3), leaseMs: MINUTE_MS })).toMatchObject({ key: "one" });
  });

  it("waits while Shopify can't be asked about the customer, and then goes out once", async () => {
    const [silent, other] = [await waiting("invitation"), await waiting("invitation")];
    it0.lab.house.faults.admin.failNext.push({ operation: "MessageRecipient", kind: "500" });
    expect(await it0.send(3)).toBe(0);
    await it0.send(minutes(3, 1));
    expect([silent, other].map((guest) => it0.mailsTo(guest).length)).toEqual([1, 1]);
  });

  it("that could not be sent in its time is not sent late", async () => {
    const guest = await waiting("invitation");
    await it0.send(11);
    expect(await it0.outcomes(guest, "invitation")).toEqual(["too_late"]);
  });
});
