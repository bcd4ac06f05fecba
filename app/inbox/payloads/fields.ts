import { z } from "zod";
import { idOfGid, isDecimalId } from "#app/domain/ids.ts";
import { storableText } from "#app/domain/storable-text.ts";

/** Free text, safe to store; too long a text is cut, since nothing is decided by its end. */
export const text = z.string().transform((value) => storableText(value.slice(0, 1_000)));

/** Free text whose end matters as much as its beginning. */
export const wholeText = z.string().transform(storableText);

export const optionalText = text.nullish().transform((value) => value || null);

const ONLY_DIGITS = /^\d+$/;
const TOO_LARGE_ID = "is a larger id than Shopify's are";

/** A decimal id, from a JSON number that is exact or from its text. */
export const id = z
  .union([z.number().int().nonnegative().refine(Number.isSafeInteger, "is rounded").transform(String), z.string()])
  .refine((value) => isDecimalId(value) || ONLY_DIGITS.test(value), "is no id")
  .refine((value) => isDecimalId(value) || !ONLY_DIGITS.test(value), TOO_LARGE_ID);

/** The decimal id in Shopify's id of a thing of a type. */
export const gid = (type: string) =>
  z.string().transform((value, context) => {
    const faulty = (message: string) => {
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    };
    try {
      const decimal = idOfGid(value, type);
      return isDecimalId(decimal) ? decimal : faulty(TOO_LARGE_ID);
    } catch {
      return faulty(`is no ${type} id`);
    }
  });

const INSTANT = /^\d{4}-(\d{2})-(\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/;
const LAST_DAY_OF_EVERY_MONTH = 28;
const EARLIEST_MS = 0;
const LATEST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** An instant with its zone, from 1970 to 9999, as ISO text in UTC. A day that its month does not have is refused, where Date.parse takes one after it. */
export const instant = z.string().transform((value, context) => {
  const faulty = (message: string) => {
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  };
  const parts = INSTANT.exec(value);
  const atMs = parts ? Date.parse(value) : Number.NaN;
  if (!parts || Number.isNaN(atMs)) return faulty("is no instant");
  const day = Number(parts[2]);
  if (day > LAST_DAY_OF_EVERY_MONTH && day > lastDayOf(Number(value.slice(0, 4)), Number(parts[1]))) return faulty("names a day that its month does not have");
  if (atMs < EARLIEST_MS || atMs > LATEST_MS) return faulty("lies before 1970 or after 9999");
  return new Date(atMs).toISOString();
});

const lastDayOf = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

export const optionalInstant = instant.nullish().transform((value) => value ?? null);

/** An amount as Shopify writes it, text or number; the currency comes from beside it. */
export const amount = z.union([z.string(), z.number()]);
