import { createHmac } from "node:crypto";
import { request, type Agent } from "node:http";
import type { StandinSettings } from "#standin/settings.ts";

export interface DeliveryHead {
  topic: string;
  shopDomain: string;
  webhookId: string;
  eventId: string;
  triggeredAt: string;
}

/** Base64 HMAC-SHA256 of the raw body with the app's secret: the signature of every webhook. */
export const signBody = (body: Buffer, secret: string): string => createHmac("sha256", secret).update(body).digest("base64");

/** Headers of a webhook as Shopify sends them. */
export function deliveryHeaders(head: DeliveryHead, body: Buffer, settings: StandinSettings): Record<string, string> {
  return {
    "content-type": "application/json",
    "content-length": String(body.length),
    "user-agent": "Shopify-Captain-Hook",
    "x-shopify-topic": head.topic,
    "x-shopify-shop-domain": head.shopDomain,
    "x-shopify-hmac-sha256": signBody(body, settings.apiSecret),
    "x-shopify-webhook-id": head.webhookId,
    "x-shopify-event-id": head.eventId,
    "x-shopify-api-version": "2026-07",
    "x-shopify-triggered-at": head.triggeredAt,
    host: new URL(settings.appUrl).host,
    "x-forwarded-proto": new URL(settings.appUrl).protocol.slice(0, -1),
  };
}

const TIMEOUT_MS = 5_000;

/** Posts one webhook to the app. Answers its status, or 0 when it gave none within Shopify's five seconds. */
export function postDelivery(
  head: DeliveryHead, body: Buffer, { settings, agent }: { settings: StandinSettings; agent: Agent },
): Promise<number> {
  return new Promise((resolve) => {
    const outgoing = request(new URL("/webhooks", settings.appOrigin), {
      method: "POST", agent, headers: deliveryHeaders(head, body, settings), signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    outgoing.on("response", (answer) => {
      answer.resume();
      answer.on("close", () => resolve(answer.statusCode ?? 0));
    });
    outgoing.on("error", () => resolve(0));
    outgoing.end(body);
  });
}
