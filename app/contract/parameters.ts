import { z } from "zod";
import { CUSTOMER_SORT_NAMES } from "./customer-sorts.ts";
import { decimalId, stageName } from "./values.ts";

const BIGINT_MAX = 9_223_372_036_854_775_807n;

const wholeNumber = (least: number, most: number, message: string) =>
  z.string().regex(/^\d{1,9}$/, message).transform(Number).pipe(z.int().min(least, message).max(most, message));

const INSTANT = "as_of must be an instant with its zone, such as 2026-11-21T14:05:00Z.";
// What an offset moves past either end has no date-time of four digits.
const asOf = z.iso.datetime({ offset: true, error: INSTANT }).refine((value) => /^(?!0000)\d{4}-/.test(isoOf(value)), "as_of must lie between the years 1 and 9999 in UTC.").meta({
  description: "An inclusive instant of the years 1 to 9999: only facts up to it are considered. Default: now. A later instant than now is answered with what is known today.",
});

function isoOf(value: string): string {
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}

const limit = wholeNumber(1, 250, "limit must be a whole number from 1 to 250.").meta({ description: "Entries on a page", default: 50 });
const cursor = z.string().min(1, "cursor must be the nextCursor of an earlier answer.").max(1_000, "cursor must be the nextCursor of an earlier answer.").meta({ description: "nextCursor of the page before" });

export const customerIdParameters = z.strictObject({
  id: decimalId
    // Refinements run beside the pattern, also for what it refuses.
    .refine((id) => !/^\d+$/.test(id) || BigInt(id) <= BIGINT_MAX, "id must be a Shopify customer id in decimal digits.")
    .meta({ description: "A Shopify customer id in decimal digits; a former id of a merged customer answers for the survivor" }),
});

export const redemptionIdParameters = z.strictObject({ redemptionId: z.string().meta({ description: "The id of a redemption" }) });

export const summaryParameters = z.strictObject({ as_of: asOf.exactOptional() });

export const nthOrderParameters = z.strictObject({
  as_of: asOf.exactOptional(),
  within_days: wholeNumber(1, 999_999_999, "within_days must be a whole number of days from 1 to 999,999,999.").exactOptional().meta({
    description: "Counts only customers whose order is at least that many days of 86,400 s old, and next orders that came within them. Default: all time.",
  }),
});

export const customersParameters = z.strictObject({
  stage: stageName.exactOptional().meta({ description: "Only customers at this stage" }),
  query: z.string().max(200, "query must have 200 characters or fewer.").exactOptional().meta({ description: "Part of an e-mail address or a name, or a whole customer id" }),
  sort: z.enum(CUSTOMER_SORT_NAMES).exactOptional().meta({ description: "A - in front turns the order round. Default: -last_order" }),
  limit: limit.exactOptional(),
  cursor: cursor.exactOptional(),
});

export const customerParameters = z.strictObject({ as_of: asOf.exactOptional() });

export const timelineParameters = z.strictObject({ as_of: asOf.exactOptional(), limit: limit.exactOptional(), cursor: cursor.exactOptional() });

export const ledgerParameters = z.strictObject({ limit: limit.exactOptional(), cursor: cursor.exactOptional() });

const day = (name: string) =>
  z.iso.date({ error: `${name} must be a day, such as 2026-11-21.` }).refine((it) => it >= "1970-01-01" && it <= "2999-12-31", `${name} must lie between 1970 and 2999.`);

const LIABILITY_DAYS_MAX = 3_660;
const DAY_MS = 86_400_000;

export const liabilityParameters = z.strictObject({
  from: day("from").exactOptional().meta({ description: "The first day, on the shop's calendar. Default: 29 days before `to`" }),
  to: day("to").exactOptional().meta({ description: "The last day, at most 3,660 days in all. Default: today in the shop's zone; a later day is answered up to today" }),
});

/** The days that are asked for and have begun, where `today` is the shop's; `from` after `to` where none has. Throws `ParameterError` for none and for too many. */
export function liabilityRange({ from, to }: { from?: string; to?: string }, today: string): { from: string; to: string } {
  if (from !== undefined && to !== undefined && from > to) throw new ParameterError("to", "to must not be before from.");
  const last = to !== undefined && to < today ? to : today;
  const first = from ?? new Date(Date.parse(last) - 29 * DAY_MS).toISOString().slice(0, 10);
  if (Date.parse(last) - Date.parse(first) >= LIABILITY_DAYS_MAX * DAY_MS) throw new ParameterError("from", "One answer has at most 3,660 days. Ask for a later first day.");
  return { from: first, to: last };
}

export const idempotencyHeader = z.strictObject({
  "Idempotency-Key": z
    .string({ error: "Send an Idempotency-Key header, so that the same request sent twice counts once." })
    .regex(/^[\x21-\x7e]{1,255}$/, "Idempotency-Key must have 1 to 255 letters, digits or signs, without spaces.")
    .meta({ description: "Any text of your own, such as a UUID. The same key and the same request again change nothing and give the first answer." }),
});

export const noParameters = z.strictObject({});

/** Of a change that needs nothing but its address. */
export const emptyBody = z.strictObject({});

/** A parameter cannot be used; the message is for the person who wrote the request. */
export class ParameterError extends Error {
  override readonly name = "ParameterError";
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/**
 * Parameters of an address by their schema. Throws `ParameterError` for the first that is not valid, also for one that is
 * unknown or given twice: a misspelt `as_of` must not quietly answer for now.
 */
export function readParameters<T>(schema: z.ZodType<T>, search: URLSearchParams): T {
  const twice = [...search.keys()].find((name) => search.getAll(name).length > 1);
  if (twice !== undefined) throw new ParameterError(twice, `${twice} is given more than once.`);
  // An unencoded "+" arrives as a space.
  const given = Object.fromEntries([...search].map(([name, value]) => [name, name === "as_of" ? value.replace(/ (?=\d\d:\d\d$)/, "+") : value]));
  return readValues(schema, given);
}

/** Values of a body or of headers by their schema. Throws `ParameterError` for the first that is not valid, also for one that is unknown. */
export function readValues<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw faultOf(parsed.error);
  return parsed.data;
}

function faultOf(error: z.ZodError): ParameterError {
  const issue = error.issues[0];
  // Only a body can be anything but an object: what it holds, each schema says in words of its own.
  if (issue?.path.length === 0 && issue.code === "invalid_type") return new ParameterError("body", "The body must be a JSON object.");
  if (issue?.code === "unrecognized_keys") {
    const field = issue.keys[0] ?? "";
    return new ParameterError(field, `There is no parameter ${field} here.`);
  }
  const field = issue?.path.join(".") ?? "";
  return new ParameterError(field, issue?.code === "invalid_value" ? `${field} must be one of ${issue.values.join(", ")}.` : (issue?.message ?? `${field} is not valid.`));
}
