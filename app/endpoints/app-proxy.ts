import { createSecretKey } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { STOREFRONT_DOORS } from "#app/contract/storefront.ts";
import { now } from "#app/platform/clock.server.ts";
import { env } from "#app/platform/env.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { handleClaimLink } from "./claim-link.ts";
import { readForwarded, type Forwarded } from "./proxy-signature.ts";
import { answerHistory, answerRedeem, answerRedemption } from "./storefront-answers.ts";
import { handleStorefront, type StorefrontDoor } from "./storefront-door.ts";

// Prepared once: that takes longer than the hash of a query. While the secret is being changed Shopify signs with either.
const KEYS = [env.apiSecret, ...(env.apiSecretPrevious ? [env.apiSecretPrevious] : [])].map((secret) => createSecretKey(secret, "utf8"));

// What stands at an address of the shop may be kept on its way, a 404 too, unless it says otherwise.
const NOT_KEPT = { "cache-control": "no-store" };

const PREFIX = "/proxy/";
const CLAIM = /^c\/([^/]{1,40})$/;

const DOORS: Partial<Record<string, StorefrontDoor>> = {
  [STOREFRONT_DOORS.history]: { method: "GET", answer: answerHistory },
  [STOREFRONT_DOORS.redeem]: { method: "POST", answer: answerRedeem },
  [STOREFRONT_DOORS.redemption]: { method: "GET", answer: answerRedemption },
};

/**
 * Answers what Shopify forwards from the shop's own address, `/apps/thrice/...`: links of order confirmations, and what
 * blocks of the theme ask for the customer who is signed in. What Shopify did not sign, or not just now, is refused without
 * a word.
 */
export async function handleAppProxy(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [pathname = "", search = ""] = (request.url ?? "/").split("?", 2);
  const forwarded = readForwarded(search, { keys: KEYS, nowMs: now().getTime() });
  if (!forwarded) return void response.writeHead(401, NOT_KEPT).end();
  const path = pathname.slice(PREFIX.length);
  const door = DOORS[path];
  if (door) return handleStorefront(request, response, { door, forwarded });
  try {
    await handleLink(request, response, { path, forwarded });
  } catch (error) {
    logger.error({ err: error, shop: forwarded.shopDomain }, "a claim link was not answered, nor said why");
    if (!response.headersSent) response.writeHead(503, { ...NOT_KEPT, "retry-after": "5" }).end();
  }
}

async function handleLink(request: IncomingMessage, response: ServerResponse, { path, forwarded }: { path: string; forwarded: Forwarded }): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") return void response.writeHead(405, { ...NOT_KEPT, allow: "GET, HEAD" }).end();
  const orderId = CLAIM.exec(path)?.[1];
  if (orderId === undefined) return void response.writeHead(404, NOT_KEPT).end();
  return handleClaimLink(request, response, { ...forwarded, orderId });
}
