import { cancelOrder, deleteOrder, fulfillOrder, moveOrder, payOrder, updateOrder, type OrderUpdate } from "#standin/shop/change-order.ts";
import { editOrder, type EditInput } from "#standin/shop/edit-order.ts";
import { placeOrder, type OrderInput } from "#standin/shop/place-order.ts";
import { finishRefunds, refundOrder, type RefundInput, type RefundStatus } from "#standin/shop/refund-order.ts";
import type { OrderRecord } from "#standin/shop/records.ts";
import { getCustomer, getOrder, instantOf, type ControlHandler, type ControlRequest, type ControlRoutes } from "./control-route.ts";
import { shownOrderWithLines } from "./shown.ts";

/** A route that changes one order and answers with it. */
const changing = (change: (request: ControlRequest, order: OrderRecord) => void): ControlHandler => (request) => {
  const order = getOrder(request);
  change(request, order);
  return shownOrderWithLines(order);
};

export const orderRoutes: ControlRoutes = {
  "POST orders": ({ house, body }) => shownOrderWithLines(placeOrder(house.shop, body as OrderInput)),
  "GET orders/:id": (request) => shownOrderWithLines(getOrder(request)),
  "POST orders/:id/pay": changing((request, order) => payOrder(request.house.shop, order, instantOf(request))),
  "POST orders/:id/cancel": changing((request, order) => cancelOrder(request.house.shop, order, instantOf(request))),
  "POST orders/:id/refund": changing((request, order) => {
    refundOrder(request.house.shop, order, { ...(request.body as Omit<RefundInput, "atMs">), atMs: instantOf(request) });
  }),
  "POST orders/:id/finish-refunds": changing((request, order) => {
    const { refundId, status = "SUCCESS" } = request.body as { refundId?: string; status?: RefundStatus };
    finishRefunds(request.house.shop, order, { ...(refundId !== undefined && { refundId }), status, atMs: instantOf(request) });
  }),
  "POST orders/:id/fulfill": changing((request, order) =>
    fulfillOrder(request.house.shop, order, { delivered: request.body["delivered"] === true, atMs: instantOf(request) })),
  "POST orders/:id/update": changing((request, order) => {
    const { at: _at, ...update } = request.body;
    updateOrder(request.house.shop, order, { update: update as OrderUpdate, atMs: instantOf(request) });
  }),
  "POST orders/:id/edit": changing((request, order) => {
    editOrder(request.house.shop, order, { ...(request.body as Omit<EditInput, "atMs">), atMs: instantOf(request) });
  }),
  "POST orders/:id/move-to-customer": changing((request, order) => {
    const { customerId } = request.body;
    const customer = customerId === null ? null : getCustomer(request.house, customerId);
    moveOrder(request.house.shop, order, { customer, atMs: instantOf(request) });
  }),
  "POST orders/:id/delete": (request) => {
    const order = getOrder(request);
    deleteOrder(request.house.shop, order, instantOf(request));
    return shownOrderWithLines(order, true);
  },
};
