import { setTimeout as pause } from "node:timers/promises";
import { Allowance } from "./allowance.server.ts";
import { ThrottledError } from "./errors.ts";
import { fetchShopify, shopUrl } from "./fetch-shopify.server.ts";
import type { Operation } from "./operation.ts";
import { type Envelope, isThrottled, readAnswer, readEnvelope } from "./read-answer.ts";

const API_VERSION = "2026-07";
/** Longer waits are the job's (jobs/with-shopify-trouble.server.ts). */
const WAIT_HERE_MAX_MS = 10_000;
const REFUSALS_MAX = 3;

const allowance = new Allowance();

/** Shopify does not take this access token (any more). */
export class UnauthorizedError extends Error {
  override name = "UnauthorizedError";
}

export type Caller = { domain: string; accessToken: string };

async function waitFor(waitMs: number): Promise<void> {
  if (waitMs > WAIT_HERE_MAX_MS) throw new ThrottledError(waitMs);
  await pause(waitMs);
}

/** One request; undefined when it was refused for want of allowance, which has then been waited for. */
async function ask(caller: Caller, operation: Operation<Record<string, unknown>, unknown>, variables: unknown): Promise<Envelope | undefined> {
  const { domain, accessToken } = caller;
  for (let waitMs = allowance.take(domain, operation); waitMs > 0; waitMs = allowance.take(domain, operation)) await waitFor(waitMs);
  const request = {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json", "x-shopify-access-token": accessToken },
    body: JSON.stringify({ query: operation.document, variables }),
  };
  const { response, text } = await fetchShopify(shopUrl(domain, `/admin/api/${API_VERSION}/graphql.json`), request, operation.timeoutMs);
  if (response.status === 401) throw new UnauthorizedError(domain);
  if (response.status === 429) {
    await waitFor(Number(response.headers.get("retry-after") ?? 2) * 1_000 || 2_000);
    return undefined;
  }
  const envelope = readEnvelope(domain, response.status, text);
  const cost = envelope.extensions?.cost;
  if (cost) allowance.learn(domain, operation.name, { requestedCost: cost.requestedQueryCost, status: cost.throttleStatus });
  if (!isThrottled(envelope)) return envelope;
  await waitFor(allowance.waitAfterRefusalMs(domain, operation.name));
  return undefined;
}

/**
 * The one place that calls the Admin API: an operation and its variables in, its typed answer out.
 *
 * Waits (up to 10 s a time) until the shop's allowance can pay for the call, and asks again after a refusal for want of
 * allowance, at most three times. Throws the errors of errors.ts, and `UnauthorizedError` on a dead token.
 * A mutation may have happened although a `RetryableError` came: the answer can be lost on its way back.
 */
export async function callAdmin<Variables extends Record<string, unknown>, Answer>(
  caller: Caller,
  operation: Operation<Variables, Answer>,
  variables: Variables,
): Promise<Answer> {
  for (let refusals = 0; refusals <= REFUSALS_MAX; refusals++) {
    const envelope = await ask(caller, operation, variables);
    if (envelope) return readAnswer(operation, envelope);
  }
  throw new ThrottledError(allowance.waitAfterRefusalMs(caller.domain, operation.name));
}
