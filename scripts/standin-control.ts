import type { FaultChanges } from "#standin/control/faults.ts";
import type { HistoryOrder } from "#standin/histories/orders-file/load-orders-file.ts";
import type { CustomerInput } from "#standin/shop/change-customer.ts";
import type { OrderInput } from "#standin/shop/place-order.ts";
import type { Delivery } from "#standin/webhooks/delivery-queue.ts";

/** A shop as the stand-in makes it; what is left out gets the stand-in's default. */
export type ShopWish = {
  domain: string;
  name?: string;
  currency?: string;
  timeZone?: string;
  /** Everything that the merchant grants at the installation; left out: what the app asks for. */
  scopes?: string[];
  plan?: string;
  history?: "online-retail" | "none";
  /** The shop's clock begins here, ISO. The same instant lays out the same history. Left out: the present. */
  now?: string;
};

export type ShopState = { domain: string; installed: boolean; grantedScopes: string[]; dataShiftDays: number; firstOrderAt: string | null; heldBack: number; now: string };
export type OrderState = {
  id: string;
  name: string;
  customerId: string | null;
  processedAt: string;
  createdAt: string;
  updatedAt: string;
  totalMinor: number;
  currency: string;
  financialStatus: string;
  cancelledAt: string | null;
  refundedMinor: number;
  test: boolean;
  tags: string[];
  sourceName: string;
  lines: { id: string; productId: string | null; title: string; quantity: number; unitPriceMinor: number }[];
  deleted: false;
};
export type CustomerState = { id: string; email: string | null; createdAt: string; updatedAt: string; orderIds: string[] };
/** What the shop holds to be true; of a deleted order only its id is left. */
export type Truth = { orders: (OrderState | { id: string; deleted: true })[]; customers: CustomerState[] };
export type LivePlay = { running: boolean; total: number; played: number; pendingDeliveries: number };
export type DeliveryState = Omit<Delivery, "body"> & { body?: string };

type OrderAction = "pay" | "cancel" | "refund" | "finish-refunds" | "update" | "fulfill" | "delete" | "move-to-customer";
type CustomerAction = "update" | "delete" | "redact" | "data-request" | "sign-in";

export type StandinControl = ReturnType<typeof standinControl>;

/**
 * The stand-in's control API (standin/README.md), one function per wish. Every call throws with the stand-in's own answer
 * when it is not a success. Ids are decimal strings, money is minor units.
 */
export function standinControl(origin: string) {
  const call = <T>(method: string, path: string, body?: unknown) => request<T>(method, `${origin}/standin${path}`, body);
  const at = (shop: string, rest = "") => `/shops/${encodeURIComponent(shop)}${rest}`;
  return {
    createShop: (shop: ShopWish) => call<ShopState>("POST", "/shops", shop),
    shop: (shop: string) => call<ShopState>("GET", at(shop)),
    updateShop: (shop: string, changes: { name?: string; currency?: string; timeZone?: string }) =>
      call<ShopState>("POST", at(shop, "/update"), changes),
    /** What a browser does when the merchant opens the app; the first time installs it. */
    openApp: (shop: string) => call<{ status: number; url: string }>("POST", at(shop, "/open-app")),
    uninstall: (shop: string) => call<ShopState>("POST", at(shop, "/uninstall")),
    setScopes: (shop: string, granted: string[]) => call<ShopState>("POST", at(shop, "/scopes"), { granted }),
    /** Leaves out so many ids of every kind. */
    skipIds: (shop: string, count: number) => call<ShopState>("POST", at(shop, "/skip-ids"), { count }),
    redactShop: (shop: string) => call<{ sent: true }>("POST", at(shop, "/redact")),
    order: (shop: string, order: OrderInput = {}) => call<OrderState>("POST", at(shop, "/orders"), order),
    /** The order as it stands, with its lines. */
    orderById: (shop: string, id: string) => call<OrderState>("GET", at(shop, `/orders/${id}`)),
    /** A checkout where a code is entered. Throws where Shopify's checkout would not take the code. */
    orderWithCode: (shop: string, order: OrderInput & { code: string }) => call<OrderState>("POST", at(shop, "/discounts/use"), order),
    changeOrder: (shop: string, order: { id: string; action: OrderAction; body?: Record<string, unknown> }) =>
      call<OrderState>("POST", at(shop, `/orders/${order.id}/${order.action}`), order.body ?? {}),
    customer: (shop: string, customer: CustomerInput = {}) => call<CustomerState>("POST", at(shop, "/customers"), customer),
    changeCustomer: (shop: string, customer: { id: string; action: CustomerAction; body?: Record<string, unknown> }) =>
      call<CustomerState>("POST", at(shop, `/customers/${customer.id}/${customer.action}`), customer.body ?? {}),
    mergeCustomers: (shop: string, merge: { keepId: string; removeId: string; status?: "completed" | "failed" }) =>
      call<CustomerState>("POST", at(shop, "/customers/merge"), merge),
    setFaults: (shop: string, faults: FaultChanges) => call("PUT", at(shop, "/faults"), faults),
    clearFaults: (shop: string) => call("DELETE", at(shop, "/faults")),
    revokeTokens: (shop: string) => call("POST", at(shop, "/revoke-tokens")),
    deliveries: (shop: string, query: { topic?: string; state?: string; bodies?: "true" } = {}) =>
      call<DeliveryState[]>("GET", at(shop, `/deliveries?${new URLSearchParams(query)}`)),
    /** Sends now what failed or is delayed; resolves when all is answered or given up. */
    flushDeliveries: (shop: string) => call<{ delivered: number; givenUp: number; dropped: number }>("POST", at(shop, "/deliveries/flush")),
    replayDeliveries: (shop: string, which: { webhookId?: string; topic?: string; all?: boolean; sameId?: boolean }) =>
      call<{ queued: number }>("POST", at(shop, "/deliveries/replay"), which),
    /** Adds orders that happened to the shop's history; nobody is told. */
    loadHistory: (shop: string, orders: HistoryOrder[]) => call<ShopState>("POST", at(shop, "/history"), { orders }),
    playLive: (shop: string, wish: { from?: string; partialRefunds?: number } = {}) => call<LivePlay>("POST", at(shop, "/play-live"), wish),
    livePlay: (shop: string) => call<LivePlay>("GET", at(shop, "/play-live")),
    truth: (shop: string) => call<Truth>("GET", at(shop, "/truth")),
    idToken: (shop: string) => call<string>("GET", at(shop, "/id-token")),
  };
}

async function request<T>(method: string, url: string, body: unknown): Promise<T> {
  const answer = await fetch(url, {
    method,
    signal: AbortSignal.timeout(120_000),
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname} answered ${answer.status}: ${text.slice(0, 500)}`);
  return (answer.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text) as T;
}
