import { instantMs } from "#standin/shop/time.ts";
import type { ShopHouse } from "#standin/shop-house.ts";
import type { Standin } from "#standin/standin.ts";
import type { CustomerRecord, OrderRecord } from "#standin/shop/records.ts";

export interface ControlRequest {
  standin: Standin;
  house: ShopHouse;
  /** Ids from the path, in order. */
  ids: string[];
  body: Record<string, unknown>;
  query: URLSearchParams;
}

export type ControlHandler = (request: ControlRequest) => unknown;

/** "POST orders/:id/pay" and the like, below /standin/shops/:shop. */
export type ControlRoutes = Record<string, ControlHandler>;

/** Asked for what is not there: answered with 404. */
export class NotFound extends Error {}

export function getOrder({ house, ids: [id = ""] }: ControlRequest): OrderRecord {
  const order = house.shop.orders.get(id);
  if (!order) throw new NotFound(`no order ${id}`);
  return order;
}

export function getCustomer(house: ShopHouse, id: unknown): CustomerRecord {
  const customer = house.shop.customers.get(String(id));
  if (!customer) throw new NotFound(`no customer ${String(id)}`);
  return customer;
}

/** The instant that a request names in `at`, or the shop's present. */
export function instantOf({ body, house }: ControlRequest): number {
  return instantMs(body["at"] === undefined ? undefined : String(body["at"]), house.shop.nowMs());
}
