import { expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { getGifts } from "#app/queries/gifts.server.ts";
import { handOverGift, undoHandOver } from "#app/usecases/hand-over-gift.server.ts";
import { day, placedOrder, programShop } from "#tests/factories/program-shop.ts";

const seen = async (shopId: number) => {
  const { open, openCount, given } = await getGifts(shopId);
  return { open: open.map(({ gift, customer, orderName }) => [gift, customer.id, orderName]), openCount, given: given.map(({ gift, givenBy }) => [gift, givenBy]) };
};

it("a gift that staff ticked stays given though its order is cancelled, and goes with the order once the tick is taken back", async () => {
  const { shop, publish, take, settle } = await programShop("by-hand.myshopify.com");
  await publish({ nthOrderActions: [{ id: "gift", n: 2, gift: "A box of tea" }] }, -10);
  await take(3, placedOrder(1, 1, 500), placedOrder(2, 2, 500));
  expect(await seen(shop.id)).toEqual({ open: [["A box of tea", "7", "#2"]], openCount: 1, given: [] });
  const [{ id } = { id: "" }] = (await getGifts(shop.id)).open;

  expect(await handOverGift(shop.id, id, { by: "Ann", now: day(4) })).toEqual({ outcome: "given" });
  expect(await handOverGift(shop.id, id, { by: "Ben", now: day(4) })).toEqual({ outcome: "gone" });
  await take(5, { ...placedOrder(2, 2, 500, { revision: 1, refundedOn: 5 }), cancelledAt: day(5).toISOString() });
  expect(await seen(shop.id)).toEqual({ open: [], openCount: 0, given: [["A box of tea", "Ann"]] });

  expect(await undoHandOver(shop.id, id, day(6))).toEqual({ outcome: "open_again" });
  expect(await undoHandOver(shop.id, id, day(6))).toEqual({ outcome: "gone" });
  await settle(6);
  expect(await seen(shop.id)).toEqual({ open: [], openCount: 0, given: [] });
  expect(await handOverGift(shop.id, id, { by: "Ann", now: day(7) })).toEqual({ outcome: "gone" });
});

it("a gift by code is not for the staff's hands, and another shop's gift can't be ticked", async () => {
  const { shop, publish, take } = await programShop("by-code.myshopify.com");
  const rewards = [{ id: "five", name: "Five off", kind: "fixed_amount", costPoints: 50, amountMinor: 500 }];
  await pool.query("UPDATE shops SET granted_scopes = granted_scopes || '{write_discounts}' WHERE id = $1", [shop.id]);
  await publish({ rewards, nthOrderActions: [{ id: "code", n: 1, gift: "Five off", rewardId: "five" }, { id: "gift", n: 1, gift: "A card" }] }, -10);
  await take(3, placedOrder(1, 1, 500));
  const other = await programShop("neighbour.myshopify.com");
  const { open } = await getGifts(shop.id);
  for (const { id } of open) expect(await handOverGift(other.shop.id, id, { by: "Ann", now: day(4) })).toEqual({ outcome: "gone" });
  expect(open.map(({ gift }) => gift)).toEqual(["A card"]);
});
