import type { LoaderFunctionArgs } from "@remix-run/node";
import type { z } from "zod";
import { customerIdParameters, ParameterError, readParameters } from "#app/contract/parameters.ts";
import { NOTHING_HERE, OUR_FAULT, problem, type Problem } from "#app/contract/problem.ts";
import { now as clock } from "#app/platform/clock.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { isPoolExhausted, NotNow } from "#app/platform/not-now.server.ts";
import { requestIdOf } from "#app/platform/request-id.server.ts";
import { CursorError } from "#app/queries/list-customers.server.ts";
import { admitCall, API_ALLOWANCE } from "#app/usecases/admit-call.server.ts";
import { authenticateApiToken, type ApiCaller } from "#app/usecases/authenticate-api-token.server.ts";
import { ProblemError } from "./problem-error.ts";

const NO_STORE = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** A program waits for the figures of now rather than take those of a moment ago, unless they take longer than this. */
export const API_PATIENCE = { patienceMs: 10_000 };

/** What an endpoint answers: its body, or undefined for something that does not exist. */
type Work<T> = (call: { shopId: number; parameters: T; now: Date }) => Promise<object | undefined>;

/**
 * One endpoint of the REST API that reads: who asks, with which parameters, and the answer as JSON.
 *
 * Every failure is a problem of RFC 9457: 401 without a working token, 400 with the parameter's name, 404 for what this
 * shop does not have, 429 for a token that asks too often, 503 where others hold what it needs. What nobody foresaw is logged
 * and answered with the request's id alone.
 */
export async function answerApi<T>({ request }: Pick<LoaderFunctionArgs, "request">, schema: z.ZodType<T>, work: Work<T>): Promise<Response> {
  // Remix reads with OPTIONS as well.
  if (request.method !== "GET" && request.method !== "HEAD") return refuseMethod();
  return answerCaller(request, async ({ shopId }, now) => {
    const parameters = readParameters(schema, new URL(request.url).searchParams);
    const body = await work({ shopId, parameters, now });
    return body ? answerJson(body) : answerProblem(problem("not_found", NOTHING_HERE));
  });
}

/** The same for an endpoint of one customer, whose id stands in the path. */
export async function answerCustomerApi<T>(
  { request, params }: Pick<LoaderFunctionArgs, "request" | "params">,
  schema: z.ZodType<T>,
  work: (call: { shopId: number; customerId: string; parameters: T; now: Date }) => Promise<object | undefined>,
): Promise<Response> {
  return answerApi({ request }, schema, (call) => work({ ...call, customerId: customerIdOf(params) }));
}

/** Whatever a caller asks: admits them first, and turns everything that goes wrong into a problem. */
export async function answerCaller(request: Request, answer: (caller: ApiCaller, now: Date) => Promise<Response>): Promise<Response> {
  try {
    const caller = await authenticateApiToken(request.headers.get("authorization"), clock());
    if (!caller) return answerProblem(problem("unauthorized", "Send a working API token of this shop, as Authorization: Bearer TOKEN. Tokens are made in the app under Settings, API tokens."));
    const admission = await admitCall(caller.shopId, { tokenId: caller.tokenId, now: clock() });
    if (admission.outcome === "refused") {
      const { burst, perSecond } = API_ALLOWANCE;
      const detail = `This token asks too often: ${burst} times at once or ${perSecond} times a second is what it may. Nothing was done. Ask again after the seconds in retry-after.`;
      return answerProblem(problem("rate_limited", detail), { "retry-after": String(admission.retryAfterS) });
    }
    if (admission.waitMs > 0) await new Promise((resolve) => setTimeout(resolve, admission.waitMs));
    return await answer(caller, clock());
  } catch (error) {
    return answerError(request, error);
  }
}

function answerError(request: Request, error: unknown): Response {
  if (error instanceof ProblemError) return answerProblem(error.problem);
  if (error instanceof ParameterError) return answerProblem(problem("invalid_parameter", error.message, { field: error.field }));
  if (error instanceof CursorError) return answerProblem(problem("invalid_parameter", "cursor must be the nextCursor of an earlier answer to the same question.", { field: "cursor" }));
  const requestId = requestIdOf(request);
  const path = new URL(request.url).pathname;
  if (error instanceof NotNow || isPoolExhausted(error)) {
    logger.warn({ reason: (error as Error).message, requestId, path }, "an API request had to wait too long");
    return answerProblem(problem("not_now", NOTHING_DONE));
  }
  logger.error({ err: error, requestId, path }, "an API request failed");
  return answerProblem(problem("internal_error", OUR_FAULT, { requestId }));
}

const RETRY_S = 5;
const NOTHING_DONE =
  "Others hold what this needs at the moment, for longer than a request waits. Nothing was booked or changed. Send the same request again after the seconds in retry-after, with the same Idempotency-Key where it has one.";

/** The redemption's id in the path. Throws `ProblemError` for what no database could hold. */
export function redemptionIdOf(params: LoaderFunctionArgs["params"]): string {
  const id = params["id"] ?? "";
  if (!/^[\x21-\x7e]{1,100}$/.test(id)) throw new ProblemError(problem("not_found", NOTHING_HERE));
  return id;
}

/** The customer's id in the path. Throws `ParameterError` for what is none. */
export function customerIdOf(params: LoaderFunctionArgs["params"]): string {
  const id = customerIdParameters.safeParse({ id: params["id"] });
  if (!id.success) throw new ParameterError("id", "id must be a Shopify customer id in decimal digits.");
  return id.data.id;
}

/** The answer to any method that changes things, where an address can only be read. */
export function refuseMethod(): Response {
  return answerProblem(problem("method_not_allowed", "This address can only be read, with GET."), { allow: "GET, HEAD" });
}

export function answerJson(body: object, { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {}): Response {
  return Response.json(body, { status, headers: { ...NO_STORE, ...headers } });
}

export function answerProblem(body: Problem, headers: Record<string, string> = {}): Response {
  return Response.json(body, {
    status: body.status,
    headers: { ...NO_STORE, "content-type": "application/problem+json", ...(body.status === 401 && { "www-authenticate": 'Bearer realm="Thrice"' }), ...(body.status === 503 && { "retry-after": String(RETRY_S) }), ...headers },
  });
}
