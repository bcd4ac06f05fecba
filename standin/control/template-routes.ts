import { renderConfirmation, setTemplate, templateOf } from "#standin/storefront/order-confirmation.ts";
import { getOrder, type ControlRoutes } from "./control-route.ts";

/** The template of the order confirmation, and what it makes of an order. */
export const templateRoutes: ControlRoutes = {
  "GET confirmation-template": ({ house }) => ({ template: templateOf(house.shop) ?? null }),
  "PUT confirmation-template": ({ house, body }) => {
    setTemplate(house.shop, String(body["template"]));
    return { template: templateOf(house.shop) };
  },
  "GET orders/:id/confirmation": (request) => ({ html: renderConfirmation(request.house.shop, getOrder(request)) }),
};
