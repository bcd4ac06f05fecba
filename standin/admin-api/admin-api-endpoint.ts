import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AdminFault } from "#standin/control/faults.ts";
import { readText, sendJson } from "#standin/http.ts";
import { answerTokenRequest } from "#standin/oauth/token-endpoint.ts";
import type { AppCredentials } from "#standin/oauth/session-token.ts";
import type { ShopHouse } from "#standin/shop-house.ts";
import { operationNames, runDocument, throttledAnswer, type GraphqlAnswer, type GraphqlRequest } from "./run-document.ts";

const GRAPHQL_PATH = /^\/admin\/api\/(2026-07|unversioned)\/graphql\.json$/;
/** Longer than any client of the app waits. */
const TIMEOUT_MS = 60_000;

/** https://<shop>/admin/...: the token endpoint and the Admin GraphQL API of one shop, with the faults that were asked for. */
export async function answerShopHost(
  { house, credentials, path }: { house: ShopHouse; credentials: AppCredentials; path: string }, incoming: IncomingMessage, answer: ServerResponse,
): Promise<void> {
  const body = await readText(incoming);
  answer.setHeader("x-request-id", randomUUID());
  if (house.faults.admin.outage) return sendJson(answer, 500, { errors: "Internal Server Error" });
  house.tokens.lifetimeSeconds = house.faults.admin.tokenTtlSeconds;
  if (path === "/admin/oauth/access_token") {
    const fault = takeFault(house, ["token"]);
    if (fault && fault.kind !== "lost-answer") return sendFault(house, fault, answer);
    const token = answerTokenRequest(house, credentials, body);
    return fault ? loseAnswer(answer) : sendJson(answer, token.status, token.body);
  }
  if (!GRAPHQL_PATH.test(path)) return sendJson(answer, 404, { errors: "Not Found" });
  if (incoming.method !== "POST") return sendJson(answer, 405, { errors: "Method Not Allowed" });
  if (!house.shop.installed || !house.tokens.isValid(headerOf(incoming, "x-shopify-access-token"))) {
    return sendJson(answer, 401, { errors: "[API] Invalid API key or access token (unrecognized login or wrong password)" });
  }
  await answerGraphql(house, body, answer);
}

async function answerGraphql(house: ShopHouse, body: string, answer: ServerResponse): Promise<void> {
  const request = parseRequest(body);
  if (!request) return sendJson(answer, 400, { errors: { query: "Required parameter missing or invalid" } });
  const fault = takeFault(house, operationNames(request));
  if (fault && fault.kind !== "lost-answer" && fault.kind !== "other-shape") return sendFault(house, fault, answer);
  const result: GraphqlAnswer = await runDocument(house, request);
  if (fault?.kind === "lost-answer") return loseAnswer(answer);
  sendJson(answer, 200, fault ? { ...result, data: {} } : result);
}

/** The first fault that was asked for and fits; it happens once. */
function takeFault(house: ShopHouse, names: string[]): AdminFault | undefined {
  const { failNext } = house.faults.admin;
  const index = failNext.findIndex(({ operation }) => operation === undefined || names.includes(operation));
  return index < 0 ? undefined : failNext.splice(index, 1)[0];
}

async function sendFault(house: ShopHouse, { kind }: AdminFault, answer: ServerResponse): Promise<void> {
  switch (kind) {
    case "500": return sendJson(answer, 500, { errors: "Internal Server Error" });
    case "408": return sendJson(answer, 408, { errors: "Request Timeout" });
    case "in-progress": return sendJson(answer, 200, { errors: [{ message: "This request is currently in progress, please try again.", extensions: { code: "IDEMPOTENCY_CONCURRENT_REQUEST" } }] });
    case "other-shape": return sendJson(answer, 200, { data: {} });
    case "429": return sendTooMany(answer);
    case "throttled": return sendJson(answer, 200, throttledAnswer(house, 100));
    case "lost-answer": return loseAnswer(answer);
    case "timeout":
      await Promise.race([wait(TIMEOUT_MS, undefined, { ref: false }), new Promise((resolve) => answer.on("close", resolve))]);
      answer.destroy();
  }
}

function sendTooMany(answer: ServerResponse): void {
  answer.setHeader("retry-after", "2.0");
  sendJson(answer, 429, { errors: "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service." });
}

/** It was done, but the client never hears of it. */
const loseAnswer = (answer: ServerResponse): void => void answer.destroy();

function headerOf(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function parseRequest(body: string): GraphqlRequest | undefined {
  try {
    const request = JSON.parse(body) as Partial<GraphqlRequest>;
    return typeof request.query === "string" ? { ...request, query: request.query } : undefined;
  } catch {
    return undefined;
  }
}
