import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { sumBalance } from "#app/ledger/read.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { adjustPoints } from "#app/usecases/adjust-points.server.ts";
import { cancelRedemption } from "#app/usecases/cancel-redemption.server.ts";
import { createCustomer, deleteCustomer, redactCustomer, signIn } from "#standin/shop/change-customer.ts";
import { cancelOrder } from "#standin/shop/change-order.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { checkLiability } from "#tests/factories/check-liability.ts";
import { checkPoints } from "#tests/factories/check-points.ts";
import { openRedeemingShop, redeemedId, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 };
const HOUR_AGO = () => new Date(Date.now() - 3_600_000).toISOString();

let all: Lab;
beforeAll(async () => {
  all = await openLab();
});
afterAll(() => all.stop());

const settle = ({ shop }: RedeemingShop) => settleDue(shop.id, new Date());
const closings = async ({ shop }: RedeemingShop, customerId: string) =>
  (await pool.query("SELECT kind, pending_points::int AS pending, settled_points::int AS settled, why ->> 'because' AS because FROM ledger_entries WHERE shop_id = $1 AND customer_id = $2 AND why ->> 'kind' = 'closed' ORDER BY id", [shop.id, customerId])).rows;

async function expectAllIsWell({ shop }: RedeemingShop): Promise<void> {
  await checkPoints(shop.id);
  await checkLiability(shop);
}

describe("a customer who is erased", () => {
  it("leaves the liability by one entry, with what was pending, and their orders earn nothing from then on", async () => {
    const shop = await openRedeemingShop(all, [FIVE_OFF], { program: { pendingDays: 14 } });
    const customer = await shop.customer(150);
    placeOrder(shop.lab.house.shop, { customer: { id: customer.id }, totalMinor: 2_000, processedAt: HOUR_AGO() });
    await shop.hear();
    redactCustomer(shop.lab.house.shop, customer);
    await shop.hear();
    await settle(shop);
    expect(await closings(shop, customer.id)).toEqual([{ kind: "adjust", pending: -20, settled: -150, because: "erased" }]);
    await expectAllIsWell(shop);
    placeOrder(shop.lab.house.shop, { customer: { id: customer.id }, totalMinor: 5_000, processedAt: HOUR_AGO() });
    await shop.hear();
    expect(await settleDue(shop.shop.id, new Date(Date.now() + 30 * 86_400_000))).toBe(0);
    expect(await sumBalance(pool, shop.shop.id, customer.id)).toMatchObject({ available: 0, pending: 0, unclaimed: 0, earned: 20, adjusted: -20 });
    expect(await closings(shop, customer.id)).toHaveLength(1);
    await expectAllIsWell(shop);
  });

  it("gets no points back from a code that returns later, nor by hand, and cannot redeem", async () => {
    const shop = await openRedeemingShop(all, [FIVE_OFF]);
    const customer = await shop.customer(150);
    const id = redeemedId(await shop.redeem(customer, "five"));
    redactCustomer(shop.lab.house.shop, customer);
    await shop.hear();
    await settle(shop);
    await cancelRedemption(shop.shop.id, { redemptionId: id, now: new Date() });
    expect(await shop.redemption(id)).toMatchObject({ state: "returned" });
    expect((await closings(shop, customer.id)).map(({ settled }) => settled)).toEqual([-50, -100]);
    expect(await shop.balance(customer)).toBe(0);
    expect(await shop.redeem(customer, "five")).toEqual({ outcome: "customer_unknown" });
    const gift = { customerId: customer.id, points: 5, reason: "sorry", by: "Ann", idempotencyKey: "to-the-erased" };
    expect(await adjustPoints(shop.shop.id, gift, new Date())).toEqual({ outcome: "unknown_customer" });
    await settle(shop);
    await expectAllIsWell(shop);
  });

  it("owes nothing any more", async () => {
    const shop = await openRedeemingShop(all, [FIVE_OFF], { program: { refundPolicy: "allow_negative" } });
    const customer = await shop.customer(0);
    const order = placeOrder(shop.lab.house.shop, { customer: { id: customer.id }, totalMinor: 10_000, processedAt: HOUR_AGO() });
    await shop.hear();
    redeemedId(await shop.redeem(customer, "five"));
    cancelOrder(shop.lab.house.shop, order, Date.now());
    await shop.hear();
    expect(await shop.balance(customer)).toBe(-100);
    redactCustomer(shop.lab.house.shop, customer);
    await shop.hear();
    await settle(shop);
    expect(await closings(shop, customer.id)).toEqual([{ kind: "adjust", pending: 0, settled: 100, because: "erased" }]);
    await expectAllIsWell(shop);
  });
});

it("a customer who is deleted in Shopify leaves the liability as well", async () => {
  const shop = await openRedeemingShop(all, [FIVE_OFF]);
  const customer = createCustomer(shop.lab.house.shop, { email: "gone@example.com" });
  signIn(shop.lab.house.shop, customer);
  await shop.hear();
  await adjustPoints(shop.shop.id, { customerId: customer.id, points: 70, reason: "a gift", by: "Ann", idempotencyKey: "before-deletion" }, new Date());
  deleteCustomer(shop.lab.house.shop, customer);
  await shop.hear();
  expect(await closings(shop, customer.id)).toEqual([{ kind: "adjust", pending: 0, settled: -70, because: "deleted" }]);
  await expectAllIsWell(shop);
});
