import { afterAll, expect, it } from "vitest";
import { pool } from "#app/platform/db.server.ts";
import { noteBlockView } from "#app/store/block-views.server.ts";
import { programShop, day, placedOrder } from "#tests/factories/program-shop.ts";
import { takeInReadOrders } from "#app/usecases/take-in-read-orders.server.ts";
import { getAccountFunnel } from "./account-funnel.server.ts";

afterAll(() => pool.end());

it("follows first-time buyers to the block, the account and the second order, each with its own time", async () => {
  const { shop } = await programShop("funnel.myshopify.com");
  await pool.query("UPDATE shops SET installed_at = $2 WHERE id = $1", [shop.id, day(0)]);
  const buy = (id: number, on: number, customerId: string) => placedOrder(id, on, 2_000, { customerId });
  await takeInReadOrders(shop, {
    facts: [
      buy(1, 10, "1"), buy(2, 99, "1"), // again after 89 days
      buy(3, 10, "2"), buy(4, 101, "2"), // again after 91 days
      buy(5, 10, "3"),
      buy(6, 95, "4"), // its ninety days are not over
      buy(7, 108, "5"), // nor are its seven
      buy(8, -3, "6"), // before the installation
      buy(9, 12, "7"), // had orders before we could see
    ],
    missingIds: [],
    now: day(110),
  });
  await pool.query("UPDATE customers SET opening_count = 2 WHERE shop_id = $1 AND customer_id = 7", [shop.id]);
  const account = (id: string, at: Date | null) =>
    pool.query("INSERT INTO member_accounts (shop_id, customer_id, source, enabled_at, seen_at) VALUES ($1, $2, $3, $4, $5)", [shop.id, id, at ? "enabled" : "before_install", at, day(0)]);
  await account("1", day(17)); // on the seventh day
  await account("2", new Date(day(17).getTime() + 1)); // just past it
  await account("3", null); // from before the installation
  await account("5", day(108));
  const arm = (id: string, arm: string) => pool.query("INSERT INTO holdout_assignments (shop_id, customer_id, arm, percent, assigned_at) VALUES ($1, $2, $3, 10, $4)", [shop.id, id, arm, day(12)]);
  await arm("1", "treated");
  await arm("2", "held_out");
  for (const surface of ["thank_you", "order_status", "thank_you"] as const) await noteBlockView(pool, shop.id, { orderId: "1", surface, now: day(10) });
  await noteBlockView(pool, shop.id, { orderId: "2", surface: "thank_you", now: day(99) }); // a second order
  await noteBlockView(pool, shop.id, { orderId: "6", surface: "order_status", now: day(95) });

  const funnel = await getAccountFunnel(shop.id, day(110));
  expect(funnel).toMatchObject({
    buyers: 5,
    sawBlock: { eligible: 5, converted: 2 },
    signedIn: { eligible: 4, converted: 2 },
    boughtAgain: { eligible: 3, converted: 1 },
    from: day(0),
    to: day(110),
  });
  expect(funnel.comparison.boughtAgain).toMatchObject({ treated: { eligible: 1, converted: 1 }, heldOut: { eligible: 1, converted: 0 }, difference: { value: 1 }, isEnough: false });
  expect(funnel.comparison.signedIn).toMatchObject({ treated: { converted: 1 }, heldOut: { converted: 0 } });

  // Merged across arms: still a buyer, and measured in neither.
  await pool.query("UPDATE customers SET merged_into_id = 1 WHERE shop_id = $1 AND customer_id = 2", [shop.id]);
  await pool.query("UPDATE orders SET customer_id = 1 WHERE shop_id = $1 AND customer_id = 2", [shop.id]);
  const merged = await getAccountFunnel(shop.id, day(110));
  expect(merged).toMatchObject({ buyers: 4, comparison: { boughtAgain: { treated: { eligible: 0 }, heldOut: { eligible: 0 }, difference: null } } });
});
