import { z } from "zod";
import { RetryableError, ShopGoneError, TerminalError, type UserError } from "./errors.ts";
import type { Operation } from "./operation.ts";

const graphQLError = z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).optional() });

const cost = z.object({
  requestedQueryCost: z.number(),
  throttleStatus: z.object({ maximumAvailable: z.number(), currentlyAvailable: z.number(), restoreRate: z.number() }),
});

const envelope = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  // Some refusals come as a bare sentence instead of a list.
  errors: z.union([z.array(graphQLError), z.string()]).optional(),
  extensions: z.object({ cost: cost.optional() }).optional(),
});

export type Envelope = z.infer<typeof envelope>;

const userErrors = z.array(z.object({ field: z.array(z.string()).nullish(), message: z.string(), code: z.string().nullish() }));

// IDEMPOTENCY_CONCURRENT_REQUEST: the first call of the same key is still under way.
const PASSING_CODES = new Set(["INTERNAL_SERVER_ERROR", "TIMEOUT", "IDEMPOTENCY_CONCURRENT_REQUEST", "SERVICE_UNAVAILABLE"]);
/** What Shopify answers for a shop that cannot be asked: 402 frozen for want of payment, 404 no such shop, 423 locked. */
export const GONE_STATUSES = new Set([402, 404, 423]);

/** The answer as GraphQL has it. Throws by HTTP status: gone, retryable or terminal; 401 and 429 are the caller's. */
export function readEnvelope(domain: string, status: number, text: string): Envelope {
  if (GONE_STATUSES.has(status)) throw new ShopGoneError(domain, status);
  // 408: it came too slowly.
  if (status >= 500 || status === 408) throw new RetryableError(`Shopify answered ${status}`);
  if (status < 200 || status >= 300) throw new TerminalError(`Shopify answered ${status}`, { code: String(status) });
  try {
    return envelope.parse(JSON.parse(text));
  } catch (error) {
    throw new RetryableError("Shopify's answer could not be read", { cause: error instanceof SyntaxError ? undefined : error });
  }
}

export const isThrottled = ({ errors }: Envelope): boolean =>
  Array.isArray(errors) && errors.some(({ extensions }) => extensions?.code === "THROTTLED");

function throwFirst(operationName: string, errors: NonNullable<Envelope["errors"]>): void {
  const [first] = typeof errors === "string" ? [{ message: errors, extensions: undefined }] : errors;
  if (!first) return;
  const message = `${operationName}: ${first.message}`;
  const code = first.extensions?.code;
  throw code !== undefined && PASSING_CODES.has(code) ? new RetryableError(message) : new TerminalError(message, { code });
}

function findUserErrors(fields: Record<string, unknown>): UserError[] {
  return Object.values(fields).flatMap((field) => {
    const found = z.object({ userErrors }).safeParse(field);
    return found.success ? found.data.userErrors.map((it) => ({ field: it.field ?? [], message: it.message, code: it.code ?? undefined })) : [];
  });
}

/**
 * The typed answer of an operation, or the error that Shopify put into it.
 *
 * An answer with errors beside data counts as failed: half of what was asked would look like the whole.
 * A shape that the operation does not expect is terminal, because the next answer will have it too.
 */
export function readAnswer<Answer>(operation: Operation<Record<string, unknown>, Answer>, { data, errors }: Envelope): Answer {
  if (errors) throwFirst(operation.name, errors);
  if (!data) throw new RetryableError(`${operation.name}: Shopify answered without data`);
  const refused = findUserErrors(data);
  if (refused[0]) {
    const message = `${operation.name}: ${refused[0].message}`;
    const mayPass = refused.every(({ code }) => code !== undefined && (PASSING_CODES.has(code) || operation.retryableCodes?.includes(code)));
    throw mayPass ? new RetryableError(message) : new TerminalError(message, { code: refused[0].code, userErrors: refused });
  }
  const answer = operation.answer.safeParse(data);
  if (answer.success) return answer.data;
  const where = answer.error.issues.slice(0, 5).map(({ path, code }) => `${path.join(".")} (${code})`);
  throw new TerminalError(`${operation.name}: the answer has another shape than expected at ${where.join(", ")}`, { code: "UNEXPECTED_SHAPE" });
}
