// First: the app reads its environment once.
import "#tests/setup/mail-env.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { openMailingShop, openMailLab } from "#tests/factories/mailing-shop.ts";
import { openRedeemingShop, redeemedId, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import type { Lab } from "#tests/factories/shop-lab.ts";

const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500, validityDays: 30 };
const MINUTE_MS = 60_000;

let all: Lab;
let it0: RedeemingShop;

beforeAll(async () => {
  all = await openMailLab();
  it0 = await openRedeemingShop(all, [FIVE_OFF]);
});
afterAll(() => all.stop());

/** As another release would have stored them. */
const spoil = (where: string) => pool.query(`UPDATE effects SET effect = effect || '{"grant": {"kind": "of another release"}, "message": {"kind": "of another release"}}' WHERE state = 'open' AND ${where}`);

it("a code that was asked for in words of another release keeps no other code waiting, and after an hour the points are back, with the reason", async () => {
  const [unlucky, lucky] = [await it0.customer(100), await it0.customer(100)];
  const id = redeemedId(await it0.redeem(unlucky, "five"));
  await spoil("true");
  const other = redeemedId(await it0.redeem(lucky, "five"));
  await it0.perform();
  expect(await it0.redemption(other)).toMatchObject({ state: "issued" });
  expect(await it0.redemption(id)).toMatchObject({ state: "issuing" });
  for (let minutes = 11; minutes <= 77; minutes += 11) await it0.perform(minutes);
  expect(await it0.redemption(id)).toMatchObject({ state: "returned", refusal: "What was asked for can’t be read any more, so it was not carried out." });
  expect(await it0.balance(unlucky)).toBe(100);
});

it("a message in words of another release is given up with a reason, and the others go out", async () => {
  const shop = await openMailingShop(all, { expiry: { kind: "none" } });
  const [silent, other] = [await shop.customer(), await shop.customer()];
  for (const guest of [silent, other]) await shop.order(guest, 1);
  await shop.remind(3);
  await spoil(`effect ->> 'customerId' = '${silent.id}'`);
  const outcomes = async () => (await pool.query<{ because: string | null }>("SELECT outcome ->> 'because' AS because FROM effects WHERE shop_id = $1 AND lane = 'mail' ORDER BY effect_id", [shop.shop.id])).rows.map((row) => row.because);
  for (let minutes = 0; minutes <= 77; minutes += 11) await shop.send(new Date(shop.day(3).getTime() + minutes * MINUTE_MS));
  expect(shop.mailsTo(other)).toHaveLength(1);
  expect(await outcomes()).toEqual(["unreadable", null]);
});
