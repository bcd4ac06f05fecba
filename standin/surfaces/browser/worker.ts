import "@remote-dom/core/polyfill";
import { BatchingRemoteConnection, createRemoteElement, RemoteEvent, RemoteRootElement } from "@remote-dom/core/elements";
import type { RemoteConnection } from "@remote-dom/core";
import { ThreadWebWorker } from "@quilted/threads";
import { ELEMENT_PROPERTIES, EVENTS } from "./element-properties.ts";
import type { PageApi, PageData } from "./page-data.ts";

// A block runs in a worker, as at Shopify: without the page's document, and with elements that are drawn elsewhere.

const readValue = {
  dispatchEvent(this: Element, value: unknown) {
    if (value !== undefined) Object.assign(this, { value });
    return new RemoteEvent("change", { detail: value });
  },
};

for (const [tag, properties] of Object.entries(ELEMENT_PROPERTIES)) {
  const RemoteElementClass = createRemoteElement({
    properties: Object.fromEntries(properties.map((name) => [name, {}])),
    events: Object.fromEntries(EVENTS.map((name) => [name, name === "change" ? readValue : {}])),
  });
  for (const name of EVENTS) {
    // Preact writes `onClick` in lower case only where it finds `onclick`.
    if (!(`on${name}` in RemoteElementClass.prototype)) Object.defineProperty(RemoteElementClass.prototype, `on${name}`, { value: null, writable: true, configurable: true });
  }
  customElements.define(tag, RemoteElementClass as unknown as CustomElementConstructor);
}
customElements.define("remote-root", RemoteRootElement as unknown as CustomElementConstructor);

type Draw = () => Promise<void> | void;
const blocks = new Map<string, Draw>();
const shopify: Record<string, unknown> = { extend: (target: string, draw: Draw) => blocks.set(target, draw) };
Object.assign(globalThis, { shopify });

const signal = <Value>(value: Value) => ({
  value,
  subscribe(listener: (value: Value) => void) {
    listener(value);
    return () => undefined;
  },
});

const GRAPHQL = "shopify:customer-account/";

/** Shopify answers its own addresses; of the customer account it is asked for one metafield only. */
function answerShopifyAddresses({ metafields }: PageData): void {
  const realFetch = globalThis.fetch.bind(globalThis);
  globalThis.fetch = (input, init) => {
    if (!String(input).startsWith(GRAPHQL)) return realFetch(input, init);
    const summary = metafields.find(({ key }) => key === "summary");
    return Promise.resolve(new Response(JSON.stringify({ data: { customer: { metafield: summary ? { value: summary.value } : null } } })));
  };
}

function apiOf(page: PageData, api: PageApi): Record<string, unknown> {
  const format = (key: string, values: Record<string, unknown> = {}) => (page.words[key] ?? key).replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
  const basket = page.basket;
  const discountCodes = signal<{ code: string }[]>([]);
  return {
    i18n: { translate: format, formatNumber: (value: number) => new Intl.NumberFormat(page.locale).format(value) },
    localization: { language: signal({ isoCode: page.locale }), extensionLanguage: signal({ isoCode: page.locale }) },
    sessionToken: { get: () => api.token() },
    settings: signal({}),
    orderConfirmation: signal(page.order && { order: { id: page.order.id }, number: page.order.name, isFirstOrder: page.order.isFirst }),
    order: signal(page.order && { id: page.order.id, name: page.order.name }),
    checkoutToken: signal(page.checkoutToken ?? undefined),
    authenticationState: signal(page.isSignedIn ? "fully_authenticated" : "pre_authenticated"),
    requireLogin: () => api.login(),
    authenticatedAccount: { customer: signal(page.customerId === null ? undefined : { id: page.customerId }) },
    appMetafields: signal(page.metafields.map((metafield) => ({ target: { type: "customer", id: page.customerId }, metafield: { ...metafield, valueType: "json_string" } }))),
    ...(basket && {
      lines: signal(basket.lines.map(({ productId, quantity, amountMinor }) => ({ merchandise: { requiresShipping: true, product: { id: productId } }, quantity, cost: { totalAmount: { amount: amountMinor / 100, currencyCode: basket.currency } } }))),
      cost: { totalAmount: signal({ amount: basket.totalMinor / 100, currencyCode: basket.currency }), totalTaxAmount: signal(undefined) },
      discountCodes,
      async applyDiscountCodeChange({ code }: { code: string }) {
        if (!(await api.applyDiscountCode(code, discountCodes.value.map((one) => one.code)))) return { type: "error", message: "not applied" };
        discountCodes.value = [...discountCodes.value, { code }];
        return { type: "success" };
      },
    }),
  };
}

declare function importScripts(...urls: string[]): void;

export interface WorkerApi {
  draw: (connection: RemoteConnection, page: PageData, api: PageApi) => Promise<void>;
}

ThreadWebWorker.self.export<WorkerApi>({
  async draw(connection, page, api) {
    const root = document.createElement("remote-root") as unknown as RemoteRootElement;
    document.body.append(root as unknown as Node);
    root.connect(new BatchingRemoteConnection(connection));
    Object.defineProperty(document, "body", { value: root, configurable: true });
    Object.assign(shopify, apiOf(page, api));
    answerShopifyAddresses(page);
    importScripts(page.script);
    await blocks.get(page.target)?.();
  },
});
