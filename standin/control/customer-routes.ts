import {
  createCustomer, deleteCustomer, mergeCustomers, redactCustomer, requestCustomerData, signIn, updateCustomer, type CustomerInput,
} from "#standin/shop/change-customer.ts";
import { metafieldsOf } from "#standin/shop/metafields.ts";
import type { CustomerRecord } from "#standin/shop/records.ts";
import { getCustomer, instantOf, type ControlHandler, type ControlRequest, type ControlRoutes } from "./control-route.ts";
import { shownCustomer } from "./shown.ts";

/** A route that changes one customer and answers with it. */
const changing = (change: (request: ControlRequest, customer: CustomerRecord) => void): ControlHandler => (request) => {
  const customer = getCustomer(request.house, request.ids[0]);
  change(request, customer);
  return shownCustomer(customer);
};

export const customerRoutes: ControlRoutes = {
  "POST customers": ({ house, body }) => shownCustomer(createCustomer(house.shop, body as CustomerInput)),
  "GET customers/:id": ({ house, ids }) => shownCustomer(getCustomer(house, ids[0])),
  "GET customers/:id/metafields": ({ house, ids }) => {
    const ownerGid = `gid://shopify/Customer/${getCustomer(house, ids[0]).id}`;
    return [...metafieldsOf(house.shop).fields.values()].filter((field) => field.ownerGid === ownerGid).map(({ namespace, key, type, value }) => ({ namespace, key, type, value }));
  },
  "POST customers/merge": (request) => {
    const { house, body } = request;
    const keep = getCustomer(house, body["keepId"]);
    const status = body["status"] === "failed" ? "failed" : "completed";
    mergeCustomers(house.shop, { keep, remove: getCustomer(house, body["removeId"]), status, atMs: instantOf(request) });
    return shownCustomer(keep);
  },
  "POST customers/:id/update": changing(({ house, body }, customer) => updateCustomer(house.shop, customer, body as CustomerInput)),
  "POST customers/:id/sign-in": changing(({ house }, customer) => signIn(house.shop, customer)),
  "POST customers/:id/delete": changing(({ house }, customer) => deleteCustomer(house.shop, customer)),
  "POST customers/:id/redact": changing(({ house }, customer) => redactCustomer(house.shop, customer)),
  "POST customers/:id/data-request": changing(({ house }, customer) => requestCustomerData(house.shop, customer)),
};
