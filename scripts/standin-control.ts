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
  /** The stand-in's idea of the present when it lays out the history. ISO instant. */
  now?: string;
};

export type OrderWish = {
  id?: string;
  customer?: { id?: string; email?: string; firstName?: string; lastName?: string } | null;
  totalMinor?: number;
  lines?: { title: string; quantity: number; unitPriceMinor: number; productId?: string; variantId?: string; giftCard?: boolean }[];
  currency?: string;
  processedAt?: string;
  createdAt?: string;
  paid?: boolean;
  test?: boolean;
  tags?: string[];
  sourceName?: string;
  discountCodes?: string[];
  /** False: the order exists, but no webhook tells of it. */
  deliver?: boolean;
};

export type Faults = {
  webhooks?: { duplicateShare?: number; dropShare?: number; shuffle?: boolean; delayMs?: number; seed?: number };
  admin?: {
    throttle?: boolean;
    failNext?: { operation?: string; kind: "500" | "timeout" | "lost-answer" | "throttled" | "429" }[];
    tokenTtlSeconds?: number;
    refreshFails?: boolean;
  };
  bulk?: Record<string, unknown>;
};

export type TruthOrder = {
  id: string;
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
  deleted: boolean;
};
export type Truth = { orders: TruthOrder[]; customers: { id: string; email: string | null }[] };
export type LivePlay = { total: number; played: number; delivered: number; done: boolean };
export type StandinShop = { domain: string; dataShiftDays: number | null };

type Ids = { id: string; customerId: string | null };
type OrderAction = "pay" | "cancel" | "refund" | "update" | "delete" | "move-to-customer";
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
    createShop: (shop: ShopWish) => call<StandinShop>("POST", "/shops", shop),
    shop: (shop: string) => call<StandinShop>("GET", at(shop)),
    updateShop: (shop: string, changes: { name?: string; currency?: string; timeZone?: string }) => call("POST", at(shop, "/update"), changes),
    /** What a browser does when the merchant opens the app; the first time installs it. */
    openApp: (shop: string) => call<{ status: number; url: string }>("POST", at(shop, "/open-app")),
    uninstall: (shop: string) => call("POST", at(shop, "/uninstall")),
    setScopes: (shop: string, granted: string[]) => call("POST", at(shop, "/scopes"), { granted }),
    redactShop: (shop: string) => call("POST", at(shop, "/redact")),
    order: (shop: string, order: OrderWish = {}) => call<Ids>("POST", at(shop, "/orders"), order),
    changeOrder: (shop: string, order: { id: string; action: OrderAction; body?: Record<string, unknown> }) =>
      call<Ids>("POST", at(shop, `/orders/${order.id}/${order.action}`), order.body),
    customer: (shop: string, customer: Record<string, unknown>) => call<{ id: string }>("POST", at(shop, "/customers"), customer),
    changeCustomer: (shop: string, customer: { id: string; action: CustomerAction; body?: Record<string, unknown> }) =>
      call("POST", at(shop, `/customers/${customer.id}/${customer.action}`), customer.body),
    mergeCustomers: (shop: string, merge: { keepId: string; removeId: string; status?: string }) => call("POST", at(shop, "/customers/merge"), merge),
    setFaults: (shop: string, faults: Faults) => call("PUT", at(shop, "/faults"), faults),
    clearFaults: (shop: string) => call("DELETE", at(shop, "/faults")),
    deliveries: (shop: string, query: Record<string, string> = {}) =>
      call<Record<string, unknown>[]>("GET", at(shop, `/deliveries?${new URLSearchParams(query)}`)),
    /** Sends now what failed or is delayed; resolves when all is answered or given up. */
    flushDeliveries: (shop: string) => call("POST", at(shop, "/deliveries/flush")),
    replayDeliveries: (shop: string, which: { webhookId?: string; topic?: string; all?: boolean; sameId?: boolean }) =>
      call("POST", at(shop, "/deliveries/replay"), which),
    playLive: (shop: string, from?: string) => call("POST", at(shop, "/play-live"), from ? { from } : {}),
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
