import { afterAll, beforeAll, expect, it } from "vitest";
import { reconcileIds } from "#app/jobs/reconcile.server.ts";
import { getSyncState } from "#app/queries/sync-state.server.ts";
import { createCustomer } from "#standin/shop/change-customer.ts";
import { placeOrder } from "#standin/shop/place-order.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

let lab: Lab;

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.stop());

it("are told apart, in each comparison, from orders that differed and were read again", async () => {
  const pots = lab.shop("pots.myshopify.com", { scopes: ["read_all_orders"] });
  const { id } = createCustomer(pots.house.shop, {});
  const place = (totalMinor: number) => placeOrder(pots.house.shop, { customer: { id }, totalMinor });
  place(1_000);
  const odd = place(1e24);
  await pots.install();
  await pots.readHistory();
  const lost = place(2_000);

  const idOf = (order: { id: string | number | bigint }) => String(order.id);
  expect(await reconcileIds(await pots.row(), new Date())).toEqual({ checked: 3, differingIds: [idOf(lost)], unreadableIds: [idOf(odd)] });
  expect(await reconcileIds(await pots.row(), new Date())).toEqual({ checked: 3, differingIds: [], unreadableIds: [idOf(odd)] });
  const { reconciliations } = await getSyncState((await pots.row()).id, new Date());
  expect(reconciliations).toMatchObject([{ kind: "ids", ordersChecked: 3, ordersDiffering: 0, ordersUnreadable: 1, unreadableOrderIds: [idOf(odd)] }]);
});
