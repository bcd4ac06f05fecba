import { z } from "zod";
import { idOfGid, isDecimalId } from "#app/domain/ids.ts";
import { storableText } from "#app/domain/storable-text.ts";

/** Free text, safe to store; too long a text is cut, since nothing is decided by its end. */
export const text = z.string().transform((value) => storableText(value.slice(0, 1_000)));

/** Free text whose end matters as much as its beginning. */
export const wholeText = z.string().transform(storableText);

export const optionalText = text.nullish().transform((value) => value || null);

/** A decimal id, from a JSON number that is exact or from its text. */
export const id = z
  .union([z.number().int().nonnegative().refine(Number.isSafeInteger, "is rounded").transform(String), z.string()])
  .refine(isDecimalId, "is no id");

export const gid = (type: string) =>
  z.string().transform((value, context) => {
    try {
      return idOfGid(value, type);
    } catch {
      context.addIssue({ code: "custom", message: `is no ${type} id` });
      return z.NEVER;
    }
  });

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** An instant with its zone, as ISO text in UTC. */
export const instant = z
  .string()
  .refine((value) => INSTANT.test(value) && !Number.isNaN(Date.parse(value)), "is no instant")
  .transform((value) => new Date(value).toISOString());

export const optionalInstant = instant.nullish().transform((value) => value ?? null);

/** An amount as Shopify writes it, text or number; the currency comes from beside it. */
export const amount = z.union([z.string(), z.number()]);
