import type { CollectionRecord, CustomerRecord, OrderRecord, ProductRecord } from "./records.ts";
import { wholeSecond } from "./time.ts";

export interface ShopSettings {
  domain: string;
  name: string;
  currency: string;
  timeZone: string;
  plan: string;
  customerAccounts: "CLASSIC" | "NEW_CUSTOMER_ACCOUNTS";
  /** The scopes that a merchant of this shop grants; null for whatever the app asks for. */
  grantableScopes: string[] | null;
  /** False: the app is not approved for names and addresses of customers (protected customer data, level 2). */
  sharesPersonalData?: boolean;
  /** The shop's present, for its business times only; undefined for the real clock. */
  startsAtMs?: number;
  /** Shops that share this number give the same ids, which Shopify never does: then only the shop tells what is whose. */
  sharedIds?: number;
}

/** An event of the shop and what Shopify tells about it, before the app's subscription picks its fields. */
export type Emit = (topic: string, payload: Record<string, unknown>, occurredAtMs: number) => void;

/**
 * By kind: what is made through the Admin API counts apart, so that what happens to orders has the same ids whatever an app
 * does meanwhile, in a shop that is laid out anew as in the one before.
 */
const FIRST_IDS = { order: 5e12, customer: 7e12, line: 13e12, product: 8e12, collection: 4e12, event: 6e12, made: 9e12 };
type IdKind = keyof typeof FIRST_IDS;

/** One shop and everything in it. Its records are changed only by the functions beside this file. */
export class Shop {
  readonly id: string;
  readonly settings: ShopSettings;
  readonly createdAtMs: number;
  readonly orders = new Map<string, OrderRecord>();
  readonly customers = new Map<string, CustomerRecord>();
  readonly products = new Map<string, ProductRecord>();
  readonly collections = new Map<string, CollectionRecord>();
  /** Orders of a history that have not happened yet, oldest first. */
  heldBack: OrderRecord[] = [];
  readonly deletedOrderIds = new Set<string>();
  /** Into whom customers were merged, by the id that is gone. */
  readonly mergedInto = new Map<string, CustomerRecord>();
  dataShiftDays = 0;
  installed = false;
  grantedScopes: string[] = [];
  /** Set by whoever sends webhooks. */
  emit: Emit = () => {};
  /** Set by whoever sends the mail of a new order. */
  confirm: (order: OrderRecord) => void = () => {};
  /** Counts changes, so that sorted lists can be kept until the next one. */
  revision = 0;
  readonly #clockOffsetMs: number;
  readonly #idBase: number;
  readonly #lastIds = new Map<string, number>();
  #lastOrderNumber = 1000;

  constructor(settings: ShopSettings, shopNumber: number) {
    this.settings = settings;
    this.id = String(68_000_000_000 + shopNumber);
    this.#idBase = (settings.sharedIds ?? shopNumber) * 1_000_000_000;
    this.#clockOffsetMs = settings.startsAtMs === undefined ? 0 : settings.startsAtMs - Date.now();
    this.createdAtMs = wholeSecond(this.nowMs());
  }

  nowMs(): number {
    return Date.now() + this.#clockOffsetMs;
  }

  /** The next id of its kind: rising, 13 digits like Shopify's, and the same in two shops only where their settings say so. */
  nextId(kind: IdKind): string {
    const start = FIRST_IDS[kind];
    const last = (this.#lastIds.get(kind) ?? 0) + 1;
    this.#lastIds.set(kind, last);
    return String(start + this.#idBase + last);
  }

  /** Leaves out so many ids of every kind, such as those that this shop gave away before it was laid out anew. */
  skipIds(count: number): void {
    for (const kind of Object.keys(FIRST_IDS) as IdKind[]) this.#lastIds.set(kind, (this.#lastIds.get(kind) ?? 0) + count);
  }

  nextOrderNumber(): number {
    this.#lastOrderNumber += 1;
    return this.#lastOrderNumber;
  }

  addCustomer(customer: CustomerRecord): void {
    this.customers.set(customer.id, customer);
    this.revision += 1;
  }

  addOrder(order: OrderRecord): void {
    this.orders.set(order.id, order);
    if (order.customer) insertByTime(order.customer.orders, order);
    this.revision += 1;
  }

  findCustomerByEmail(email: string): CustomerRecord | undefined {
    const wanted = email.toLowerCase();
    for (const customer of this.customers.values()) if (customer.email?.toLowerCase() === wanted) return customer;
    return undefined;
  }
}

/** Puts an order in its place; nearly always that is the end. */
export function insertByTime(orders: OrderRecord[], order: OrderRecord): void {
  const after = orders.findLastIndex((one) => one.processedAtMs <= order.processedAtMs);
  orders.splice(after + 1, 0, order);
}

/** Orders ids by number although they may be longer than a double can hold. */
export const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
