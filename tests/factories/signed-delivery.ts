import { createHmac, randomUUID } from "node:crypto";

export type Wish = {
  shop: string;
  topic: string;
  body: string | Buffer | object;
  /** The app's secret; another one to sign wrongly. */
  secret?: string;
  webhookId?: string;
  triggeredAt?: string;
  /** Put over the headers that Shopify sends; null leaves one out. */
  headers?: Record<string, string | null>;
};

/** The headers and bytes of a delivery as Shopify sends it, signed. */
export function signed({ shop, topic, body, secret = "test-api-secret", webhookId = randomUUID(), triggeredAt = new Date().toISOString(), headers = {} }: Wish) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
  const all: Record<string, string | null> = {
    "content-type": "application/json",
    "x-shopify-topic": topic,
    "x-shopify-shop-domain": shop,
    "x-shopify-hmac-sha256": createHmac("sha256", secret).update(bytes).digest("base64"),
    "x-shopify-webhook-id": webhookId,
    "x-shopify-api-version": "2026-07",
    "x-shopify-triggered-at": triggeredAt,
    ...headers,
  };
  return { headers: Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null)), bytes };
}

/** Posts one delivery to the app and answers its status; 0 when there was no answer within Shopify's five seconds. */
export async function post(appOrigin: string, wish: Wish): Promise<number> {
  const { headers, bytes } = signed(wish);
  try {
    const answer = await fetch(`${appOrigin}/webhooks`, { method: "POST", headers, body: new Uint8Array(bytes), signal: AbortSignal.timeout(5_000) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}

let lastId = 5_500_000_000_000;
export const nextId = () => String((lastId += 1));

/** An order as Shopify writes it, paid, of a customer of its own; `over` replaces fields. */
export function orderBody(over: Record<string, unknown> = {}): Record<string, unknown> {
  const id = nextId();
  const customerId = nextId();
  const at = "2026-03-01T12:00:00Z";
  return {
    id: Number(id), admin_graphql_api_id: `gid://shopify/Order/${id}`, name: `#${id}`, created_at: at, processed_at: at, updated_at: at, cancelled_at: null,
    financial_status: "paid", fulfillment_status: null, test: false, source_name: "web", tags: "", currency: "GBP", taxes_included: true,
    total_price: "10.00", subtotal_price: "10.00", total_discounts: "0.00", total_tax: "0.00", discount_codes: [], email: `c${customerId}@example.com`,
    customer: { id: Number(customerId), admin_graphql_api_id: `gid://shopify/Customer/${customerId}`, email: `c${customerId}@example.com`, created_at: at, updated_at: at },
    line_items: [{ id: Number(id), admin_graphql_api_id: `gid://shopify/LineItem/${id}`, title: "Gift", quantity: 1, price: "10.00" }],
    refunds: [], fulfillments: [],
    ...over,
  };
}

export const customerOf = (body: Record<string, unknown>): string => String((body["customer"] as { id: number }).id);
