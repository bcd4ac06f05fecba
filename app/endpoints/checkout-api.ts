import type { IncomingMessage, ServerResponse } from "node:http";
import { CHECKOUT_API_PATHS, type CheckoutProblem } from "#app/contract/checkout-api.ts";
import { callerAddress } from "#app/platform/caller-address.server.ts";
import { CallLimit } from "#app/platform/call-limit.server.ts";
import { env } from "#app/platform/env.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { NotNow } from "#app/platform/not-now.server.ts";
import { readBody } from "#app/platform/read-body.server.ts";
import { authenticateShopper, type Shopper } from "#app/shopify/authenticate-shopper.server.ts";
import { answerBasket, answerOffers, answerOrder, answerRedeem, answerRewards, QuestionError } from "./shopper-answers.ts";

const BODY_BYTES_MAX = 256 * 1024;
const RETRY_S = 5;

// Many buyers share one address; a block asks a handful of times in two minutes.
const calls = new CallLimit({ perSecond: 50, burst: 300 });
// Whoever walks through order ids gets nowhere slowly. Blocks that wait for an order ask about twenty times.
const misses = new CallLimit({ perSecond: 5, burst: 200 });

type Answerer = (shopper: Shopper, question: unknown) => Promise<{ state: string }>;

const ANSWERERS: Record<string, Answerer> = {
  [CHECKOUT_API_PATHS.order]: answerOrder,
  [CHECKOUT_API_PATHS.offers]: answerOffers,
  [CHECKOUT_API_PATHS.rewards]: answerRewards,
  [CHECKOUT_API_PATHS.redeem]: answerRedeem,
  [CHECKOUT_API_PATHS.basket]: answerBasket,
};

// The blocks run in a worker of Shopify's, on no origin of the shop's. The token is what proves who asks, so every origin may.
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "POST",
  "access-control-allow-headers": "authorization, content-type",
  "access-control-max-age": "7200",
  "access-control-expose-headers": "retry-after",
};

/**
 * Answers the blocks on Shopify's pages after checkout and of the customer's account. Shapes are those of the contract. An
 * order is told of to whoever also names its checkout token, or is signed in as its customer; everybody else gets exactly
 * the answer of an order that does not exist.
 */
export async function handleCheckoutApi(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<void> {
  if (request.method === "OPTIONS") return void response.writeHead(204, CORS).end();
  const answerer = ANSWERERS[pathname];
  if (!answerer) return refuse(response, 404, { error: "no_such_path", message: "There is nothing at this address." });
  if (request.method !== "POST") return refuse(response, 405, { error: "not_allowed", message: "Ask with POST." });
  const address = callerAddress(request, env.trustProxyHops);
  const waitS = calls.take(address, performance.now());
  if (waitS !== undefined) return tooMany(response, waitS);
  try {
    const shopper = await authenticateShopper(tokenRequest(request));
    if (!shopper) return refuse(response, 401, { error: "bad_token", message: "The session token is missing, wrong or expired." });
    const answer = await answerer(shopper, await readJson(request));
    const missedS = answer.state === "not_with_us" ? misses.take(`${shopper.shop.id} ${address}`, performance.now()) : undefined;
    if (missedS !== undefined) return tooMany(response, missedS);
    send(response, 200, answer);
  } catch (error) {
    if (error instanceof TooLongError) return refuse(response, 413, { error: "too_long", message: "The question is too long." });
    if (error instanceof QuestionError) return refuse(response, 400, { error: "bad_question", message: error.message });
    if (error instanceof NotNow) logger.warn({ reason: error.message, path: pathname }, "a block had to wait too long");
    else logger.error({ err: error, path: pathname }, "a block was not answered");
    response.setHeader("retry-after", String(RETRY_S));
    refuse(response, 503, { error: "not_now", message: "This did not work. Nothing was changed. Try again later." });
  }
}

/** The library reads a web request; only the token of ours is its business. */
function tokenRequest({ headers }: IncomingMessage): Request {
  return new Request(env.appUrl, { headers: { authorization: headers.authorization ?? "" } });
}

class TooLongError extends Error {}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request, BODY_BYTES_MAX);
  if (!body) throw new TooLongError();
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new QuestionError("The question is no JSON.");
  }
}

function tooMany(response: ServerResponse, waitS: number): void {
  response.setHeader("retry-after", String(waitS));
  refuse(response, 429, { error: "too_many", message: "Too many questions. Ask again in a moment." });
}

const refuse = (response: ServerResponse, status: number, problem: CheckoutProblem): void => send(response, status, problem);

function send(response: ServerResponse, status: number, answer: unknown): void {
  if (response.headersSent || response.destroyed) return;
  const body = Buffer.from(JSON.stringify(answer));
  response.writeHead(status, { ...CORS, "content-type": "application/json; charset=utf-8", "content-length": body.length, "cache-control": "no-store" }).end(body);
}
