import type { IncomingMessage, ServerResponse } from "node:http";
import { callerAddress } from "#app/platform/caller-address.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { CallLimit } from "#app/platform/call-limit.server.ts";
import { env } from "#app/platform/env.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { findInstalledShop, type PageShop } from "#app/queries/find-installed-shop.server.ts";
import { nextOrderAfterId } from "#app/queries/next-order.server.ts";
import { discountUrl } from "#app/queries/order-answer.server.ts";
import { loadShopperFormats } from "#app/queries/shopper-formats.server.ts";
import { claimCode, type Claimed } from "#app/usecases/claim-code.server.ts";
import { claimPage } from "./claim-page.ts";
import type { Forwarded } from "./proxy-signature.ts";

// Many buyers may share one address, also Shopify's own where it names that. Guessing at one order is slowed as well.
const clicks = new CallLimit({ perSecond: 20, burst: 200 });
const guesses = new CallLimit({ perSecond: 0.1, burst: 20 });

/**
 * Answers the link of an order confirmation, `/apps/thrice/c/ORDER`. A good one leads on to the cart with the code; every
 * other gets a page that says what is, in the reader's language.
 */
export async function handleClaimLink(request: IncomingMessage, response: ServerResponse, { shopDomain, query, orderId }: Forwarded & { orderId: string }): Promise<void> {
  const shop = await findInstalledShop(shopDomain, now());
  if (!shop) return void response.writeHead(404).end();
  const locale = localeOf(request, query);
  try {
    await answerClaim(response, { shop, orderId, signature: query.get("s") ?? "", locale, address: addressOf(request) });
  } catch (error) {
    logger.error({ err: error, shopId: shop.id }, "a claim link was not answered");
    await show(response, shop, { locale, outcome: "failed" });
  }
}

interface Click {
  shop: PageShop;
  orderId: string;
  signature: string;
  locale: string;
  address: string;
}

async function answerClaim(response: ServerResponse, { shop, orderId, signature, locale, address }: Click): Promise<void> {
  const waitS = clicks.take(`${shop.id} ${address}`, performance.now());
  if (waitS !== undefined) return show(response, shop, { locale, outcome: "too_many", waitS });
  const claimed = await claimCode(shop, { orderId, signature, now: now() });
  if (claimed.outcome === "broken") {
    const guessS = guesses.take(`${shop.id} ${orderId}`, performance.now()) ?? guesses.take(`${shop.id} ${address}`, performance.now());
    return show(response, shop, guessS === undefined ? { locale, outcome: "broken" } : { locale, outcome: "too_many", waitS: guessS });
  }
  if (claimed.outcome !== "ready") return show(response, shop, { locale, outcome: claimed.outcome, orderId });
  response.writeHead(302, { location: discountUrl(shop, claimed.code), "cache-control": "no-store" }).end();
}

const STATUS: Partial<Record<Shown, number>> = { broken: 404, too_many: 429, failed: 503 };

const NO_CODE: ReadonlySet<Shown> = new Set(["none", "used", "ended"]);

type Shown = Exclude<Claimed["outcome"], "ready"> | "too_many" | "failed";

async function show(response: ServerResponse, shop: PageShop, { locale, outcome, waitS, orderId }: { locale: string; outcome: Shown; waitS?: number; orderId?: string }): Promise<void> {
  const formats = await loadShopperFormats(shop, locale, now());
  const { claim } = formats.words;
  const sentences = {
    broken: claim.broken, making: claim.making, used: claim.used, ended: claim.ended, none: claim.notEligible, not_with_us: claim.making, too_many: claim.tooMany, failed: claim.failed,
  } satisfies Record<Shown, string>;
  // The mail promised what the next order brings; where that is no code, it may still be points.
  const nextOrder = orderId !== undefined && NO_CODE.has(outcome) ? await nextOrderAfterId(shop, { orderId, formats, now: now() }) : null;
  const body = Buffer.from(claimPage({ language: locale, title: claim.title, shopName: shop.name, sentences: [sentences[outcome], ...(nextOrder ? [nextOrder] : [])], toShop: claim.toShop, shopUrl: `https://${shop.domain}/` }));
  response.writeHead(STATUS[outcome] ?? 200, {
    "content-type": "text/html; charset=utf-8",
    "content-length": body.length,
    "cache-control": "no-store",
    ...(waitS !== undefined && { "retry-after": String(waitS) }),
  });
  response.end(body);
}

// The link carries no language; the browser says it.
const localeOf = (request: IncomingMessage, query: URLSearchParams): string => query.get("l") ?? String(request.headers["accept-language"] ?? "").split(",")[0]?.trim().slice(0, 35) ?? "";

// What is signed has come by way of Shopify, which adds the address that it saw; whatever stands further in front the buyer may have made up.
const addressOf = (request: IncomingMessage): string => callerAddress(request, env.trustProxyHops + 1);
