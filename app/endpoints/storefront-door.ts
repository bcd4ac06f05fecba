import { STATUS_CODES, type IncomingMessage, type ServerResponse } from "node:http";
import type { StorefrontBalance, StorefrontProblem, StorefrontReason } from "#app/contract/storefront.ts";
import { CallLimit } from "#app/platform/call-limit.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { NotNow } from "#app/platform/not-now.server.ts";
import { readBody } from "#app/platform/read-body.server.ts";
import { troubleSentence, TROUBLE_REASONS, type StorefrontTrouble } from "#app/queries/storefront-words.ts";
import type { Forwarded } from "./proxy-signature.ts";

const BODY_BYTES_MAX = 4 * 1024;
const LOCALE_LENGTH_MAX = 35;
const RETRY_S = 5;

// By customer, not by address: Shopify says who is signed in, and a family shares an address. What points can buy is limited elsewhere.
const reads = new CallLimit({ perSecond: 2, burst: 120 });
const writes = new CallLimit({ perSecond: 0.2, burst: 60 });

/** Who asks, as Shopify signed it, and what. `body` is null for a read. */
export interface StorefrontQuestion {
  shopDomain: string;
  customerId: string;
  locale: string;
  query: URLSearchParams;
  body: string | null;
}

/** A refusal brings its own sentence where the shop is known, otherwise the name of what went wrong. */
export type StorefrontAnswer =
  | { status: 200 | 202; body: object }
  | { status: number; reason: StorefrontReason; sentence: string; balance?: StorefrontBalance }
  | { status: number; trouble: StorefrontTrouble; retryAfterS?: number };

export interface StorefrontDoor {
  method: "GET" | "POST";
  answer: (question: StorefrontQuestion) => Promise<StorefrontAnswer>;
}

/** Answers what a block of the theme asks for the customer who is signed in. Nobody may keep the answer. */
export async function handleStorefront(request: IncomingMessage, response: ServerResponse, { door, forwarded }: { door: StorefrontDoor; forwarded: Forwarded }): Promise<void> {
  const locale = (forwarded.query.get("locale") ?? "").slice(0, LOCALE_LENGTH_MAX);
  if (request.method !== door.method && !(request.method === "HEAD" && door.method === "GET")) {
    response.setHeader("allow", door.method === "GET" ? "GET, HEAD" : "POST");
    return send(response, { status: 405, trouble: "not_well_made" }, locale);
  }
  try {
    send(response, await ask(request, { door, forwarded, locale }), locale);
  } catch (error) {
    if (error instanceof NotNow) logger.warn({ reason: error.message, shop: forwarded.shopDomain }, "a block of the theme had to wait too long");
    else logger.error({ err: error, shop: forwarded.shopDomain }, "a block of the theme was not answered");
    send(response, { status: 503, trouble: "not_now", retryAfterS: RETRY_S }, locale);
  }
}

async function ask(request: IncomingMessage, { door, forwarded, locale }: { door: StorefrontDoor; forwarded: Forwarded; locale: string }): Promise<StorefrontAnswer> {
  const { shopDomain, customerId, query } = forwarded;
  if (customerId === null) return { status: 403, trouble: "not_signed_in" };
  const isWrite = door.method === "POST";
  const retryAfterS = (isWrite ? writes : reads).take(`${shopDomain} ${customerId}`, performance.now());
  if (retryAfterS !== undefined) return { status: 429, trouble: "too_often", retryAfterS };
  const question = { shopDomain, customerId, locale, query };
  if (!isWrite) return door.answer({ ...question, body: null });
  // A form of another site cannot send this type without asking first, and nobody here says yes.
  if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) return { status: 415, trouble: "not_well_made" };
  const body = await readBody(request, BODY_BYTES_MAX);
  return body ? door.answer({ ...question, body: body.toString("utf8") }) : { status: 413, trouble: "not_well_made" };
}

function send(response: ServerResponse, answer: StorefrontAnswer, locale: string): void {
  if (response.headersSent || response.destroyed) return;
  const isGood = "body" in answer;
  if ("retryAfterS" in answer) response.setHeader("retry-after", String(answer.retryAfterS));
  const text = JSON.stringify(isGood ? answer.body : problemOf(answer, locale));
  response.writeHead(answer.status, {
    "content-type": isGood ? "application/json; charset=utf-8" : "application/problem+json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(text);
}

function problemOf(answer: Exclude<StorefrontAnswer, { body: object }>, locale: string): StorefrontProblem {
  const { status } = answer;
  const [reason, detail] = "trouble" in answer ? [TROUBLE_REASONS[answer.trouble], troubleSentence(answer.trouble, locale)] : [answer.reason, answer.sentence];
  return { type: "about:blank", title: STATUS_CODES[status] ?? "", status, reason, detail, ...("balance" in answer && { balance: answer.balance }) };
}
