import { z } from "zod";

export const PROBLEM_CODES = [
  "invalid_parameter",
  "invalid_body",
  "unauthorized",
  "not_found",
  "method_not_allowed",
  "not_possible",
  "insufficient_points",
  "body_too_large",
  "invalid_program",
  "idempotency_key_reused",
  "rate_limited",
  "internal_error",
  "not_now",
] as const;

export const problemSchema = z
  .object({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    code: z.enum(PROBLEM_CODES).meta({ description: "What went wrong, for programs" }),
    detail: z.string().meta({ description: "What went wrong and what to do, for people" }),
    field: z.string().optional().meta({ description: "The parameter that was refused" }),
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional().meta({ description: "Every place of a program that cannot work, and why" }),
    requestId: z.string().optional().meta({ description: "Under this id we can find the request" }),
  })
  .meta({ id: "Problem", description: "An error, as in RFC 9457" });

/** An error of the REST API, sent as application/problem+json. @see https://www.rfc-editor.org/rfc/rfc9457 */
export type Problem = z.infer<typeof problemSchema>;

const STATUS = {
  invalid_parameter: [400, "Bad request"],
  invalid_body: [400, "Bad request"],
  unauthorized: [401, "Unauthorized"],
  not_found: [404, "Not found"],
  method_not_allowed: [405, "Method not allowed"],
  not_possible: [409, "Not possible now"],
  insufficient_points: [409, "Not enough points"],
  body_too_large: [413, "Content too large"],
  invalid_program: [422, "This program cannot work"],
  idempotency_key_reused: [422, "Idempotency key used before"],
  rate_limited: [429, "Too many requests"],
  internal_error: [500, "Internal error"],
  not_now: [503, "Not now"],
} as const satisfies Record<Problem["code"], readonly [number, string]>;

export const NO_SUCH_ADDRESS = "There is no such address. /api/v1/openapi.json describes those that there are.";
export const NOTHING_HERE = "This shop has nothing under this id.";
export const OUR_FAULT = "Something went wrong on our side. Try again; if it happens again, send us the request id.";

/** `detail` is a sentence for the person who wrote the request. */
export function problem(code: Problem["code"], detail: string, more: Pick<Problem, "field" | "fields" | "requestId"> = {}): Problem {
  const [status, title] = STATUS[code];
  return { type: "about:blank", title, status, code, detail, ...more };
}
