import type { CustomerList } from "#app/contract/customers.ts";
import type { Summary } from "#app/contract/metrics.ts";

export const CUSTOMER_SORTS = ["last_order", "orders", "since", "name"] as const;
/** By last order, number of orders, time at the stage, or last name. A `-` in front: newest, most or last letter first. */
export type CustomerSort = (typeof CUSTOMER_SORTS)[number] | `-${(typeof CUSTOMER_SORTS)[number]}`;

export type CustomerFilter = {
  stage?: keyof Summary["stages"];
  /** Part of an e-mail address or of a name (in any case), or a whole customer id. */
  query?: string;
};

export type CustomerListRequest = CustomerFilter & {
  /** Default: `-last_order`. */
  sort?: CustomerSort;
  /** 1 to 250, default 50. */
  limit?: number;
  /** `nextCursor` of the page before. Throws `CursorError` where it is none of ours or belongs to another sort. */
  cursor?: string;
};

/** The cursor is not one that this list gave out. */
export class CursorError extends Error {
  override name = "CursorError";
}

/** One page of the shop's customers; merged and deleted ones are left out, redacted ones stay while they have counted orders. */
export async function listCustomers(shopId: number, request: CustomerListRequest): Promise<CustomerList> {
  throw new Error(`no customers of shop ${shopId} for ${JSON.stringify(request)} yet`);
}

/** How many customers a filter leaves; shop-wide counts per stage stand in the shop's figures. */
export async function countCustomers(shopId: number, filter: CustomerFilter): Promise<number> {
  throw new Error(`no customers of shop ${shopId} for ${JSON.stringify(filter)} yet`);
}
