import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { accept, InboxBusy, type Delivery } from "#app/inbox/accept.server.ts";
import { env } from "#app/platform/env.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { DISCARDED_BYTES_MAX } from "#app/platform/read-body.server.ts";

const BODY_BYTES_MAX = 2 * 1024 * 1024;
const TOO_LARGE = "The body is larger than 2 MB.";
const YEAR_10000_MS = Date.UTC(10_000, 0);
const SHOP_DOMAIN = /^[a-z0-9][a-z0-9-]{0,60}\.myshopify\.com$/;
// Prepared once: that takes longer than the hash of a delivery.
const SECRETS = [env.apiSecret, ...(env.apiSecretPrevious ? [env.apiSecretPrevious] : [])].map((secret) => createSecretKey(secret, "utf8"));

/**
 * Takes in one delivery: checks the signature over the raw bytes, stores, answers. Nothing is parsed here.
 *
 * 200 after the commit, also for a delivery that had come before; 400 without the headers that Shopify sends; 401 for a wrong
 * signature, stored nowhere; 413 above 2 MB (the order is found by reconciliation); 503 when the database does not answer in
 * time, so that Shopify tries again.
 */
export function handleWebhook(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
    else if (bytes > DISCARDED_BYTES_MAX) answer(response, 413, TOO_LARGE);
    else chunks.length = 0;
  });
  request.on("error", () => response.destroy());
  request.on("end", () => {
    if (bytes > BODY_BYTES_MAX) return answer(response, 413, TOO_LARGE);
    const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    if (!isSigned(body, header(request, "x-shopify-hmac-sha256"))) return answer(response, 401, "The signature does not match.");
    const delivery = deliveryOf(request, body);
    if (!delivery) return answer(response, 400, "A header of the delivery is missing or malformed.");
    accept(delivery).then(
      () => answer(response, 200),
      (error: unknown) => {
        if (!(error instanceof InboxBusy)) logger.error({ err: error, topic: delivery.topic }, "a delivery was not stored; Shopify will send it again");
        response.setHeader("retry-after", "1");
        answer(response, 503, "Not stored. Send it again.");
      },
    );
  });
}

// During a rotation of the client secret Shopify signs with the old one for up to an hour.
function isSigned(body: Buffer, given: string | null): boolean {
  if (!given) return false;
  const claimed = Buffer.from(given, "base64");
  return SECRETS.some((secret) => {
    const expected = createHmac("sha256", secret).update(body).digest();
    return claimed.length === expected.length && timingSafeEqual(claimed, expected);
  });
}

function deliveryOf(request: IncomingMessage, body: Buffer): Delivery | undefined {
  const shopDomain = header(request, "x-shopify-shop-domain")?.toLowerCase();
  const webhookId = header(request, "x-shopify-webhook-id");
  const topic = header(request, "x-shopify-topic")?.toLowerCase();
  if (!shopDomain || !SHOP_DOMAIN.test(shopDomain) || !webhookId || webhookId.length > 200 || !topic || topic.length > 100) return undefined;
  return {
    shopDomain,
    webhookId,
    topic,
    eventId: header(request, "x-shopify-event-id"),
    apiVersion: header(request, "x-shopify-api-version"),
    triggeredAt: instantOf(header(request, "x-shopify-triggered-at")),
    body,
  };
}

// Without one, a delivery counts from when it came.
function instantOf(text: string | null): string | null {
  const atMs = Date.parse(text ?? "");
  return atMs >= 0 && atMs < YEAR_10000_MS ? new Date(atMs).toISOString() : null;
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" && value.length <= 1_000 ? value : null;
}

function answer(response: ServerResponse, status: number, words = ""): void {
  if (response.headersSent) return;
  const headers: Record<string, string | number> = { "content-length": Buffer.byteLength(words) };
  if (words) headers["content-type"] = "text/plain";
  if (status === 413) headers["connection"] = "close";
  response.writeHead(status, headers).end(words);
}
