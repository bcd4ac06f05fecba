import type { ReadableStream } from "node:stream/web";
import type { ActionFunctionArgs } from "@remix-run/node";
import type { z } from "zod";
import { idempotencyHeader, noParameters, readParameters, readValues } from "#app/contract/parameters.ts";
import { problem } from "#app/contract/problem.ts";
import { isPoolExhausted, NotNow } from "#app/platform/not-now.server.ts";
import { readBody } from "#app/platform/read-body.server.ts";
import { answerCaller, answerJson, answerProblem, customerIdOf } from "./answer-api.server.ts";
import { ProblemError } from "./problem-error.ts";

const BODY_BYTES_MAX = 256 * 1_024;

/** Who changes something, with what. `by` is how the change is signed; `readKey` gives the request's own key. */
export interface Change<T> {
  shopId: number;
  shopDomain: string;
  body: T;
  by: string;
  now: Date;
  readKey: () => string;
}

export interface Changed {
  body: object;
  status?: 200 | 201;
  /** True where an earlier request with the same key did it already. */
  isRepeated?: boolean;
}

type Endpoint<T> = { method: "POST" | "PUT"; schema: z.ZodType<T>; allow?: string };

/**
 * One endpoint of the REST API that changes something: who asks, the body as JSON by its schema, and the answer as JSON.
 * Everything that is refused is a problem, as with reading. An empty body is taken for {}.
 */
export async function changeApi<T>({ request }: Pick<ActionFunctionArgs, "request">, { method, schema, allow = method }: Endpoint<T>, work: (change: Change<T>) => Promise<Changed>): Promise<Response> {
  if (request.method !== method) return refuseOtherThan(allow);
  return answerCaller(request, async ({ shopId, shopDomain, tokenName }, now) => {
    readParameters(noParameters, new URL(request.url).searchParams);
    const body = readValues(schema, await readJson(request));
    const readKey = () => readValues(idempotencyHeader, { "Idempotency-Key": request.headers.get("idempotency-key") ?? undefined })["Idempotency-Key"];
    const changed = await work({ shopId, shopDomain, body, by: `API (${tokenName})`, now, readKey }).catch(tellUnsure);
    return answerJson(changed.body, { status: changed.status ?? 200, headers: changed.isRepeated ? { "idempotency-replayed": "true" } : {} });
  });
}

const UNSURE =
  "All connections to the database were in use before this was answered, so it may or may not have been done. Send the same request again after the seconds in retry-after: with the same Idempotency-Key nothing is booked twice. Where it has none, ask first what is there.";

// A transaction that was not begun (NotNow) did nothing; a single statement that found no connection may have stood behind one.
function tellUnsure(error: unknown): never {
  throw isPoolExhausted(error) && !(error instanceof NotNow) ? new ProblemError(problem("not_now", UNSURE)) : error;
}

/** The same for one customer, whose id stands in the path. */
export async function changeCustomerApi<T>(
  { request, params }: Pick<ActionFunctionArgs, "request" | "params">,
  endpoint: Endpoint<T>,
  work: (change: Change<T> & { customerId: string }) => Promise<Changed>,
): Promise<Response> {
  return changeApi({ request }, endpoint, (change) => work({ ...change, customerId: customerIdOf(params) }));
}

/** The answer to any other method than those that an address takes, such as "POST" or "GET, HEAD, PUT". */
export function refuseOtherThan(allow: string): Response {
  return answerProblem(problem("method_not_allowed", `This address takes ${allow}.`), { allow });
}

/** Throws a `ProblemError` for what is no JSON, and for more than 256 KiB. */
async function readJson(request: Request): Promise<unknown> {
  // The types of the browser do not know that Node reads such a stream part by part.
  const bytes = await readBody(request.body as ReadableStream<Uint8Array> | null, BODY_BYTES_MAX);
  if (!bytes) throw new ProblemError(problem("body_too_large", "The body must have 256 KiB or fewer."));
  const text = bytes.toString("utf8");
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError(problem("invalid_body", "The body must be JSON, such as {\"points\": 100}."));
  }
}
