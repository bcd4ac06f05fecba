import { z } from "zod";

/** A Shopify id as decimal text: JSON numbers lose digits above 2^53. */
export const decimalId = z.string().regex(/^\d{1,19}$/, "Must be a Shopify id in decimal digits.").meta({ description: "A Shopify id in decimal digits", examples: ["6543210987654"] });

/** An instant in UTC, as `2026-11-21T14:05:00.000Z`. */
export const instant = z.iso.datetime({ precision: 3 }).meta({ description: "An instant in UTC", examples: ["2026-11-21T14:05:00.000Z"] });

/** Money in the smallest unit of its currency (pence, cents, yen). */
export const minorUnits = z.int().meta({ description: "Money in the smallest unit of its currency" });

/** ISO 4217. */
export const currencyCode = z.string().regex(/^[A-Z]{3}$/).meta({ description: "Currency, ISO 4217", examples: ["GBP"] });

export const wholeCount = z.int().min(0);

/** A fraction from 0 to 1, unrounded. */
export const fraction = z.number().min(0).max(1);

export const stageName = z.enum(["prospect", "first", "second", "loyal", "champion"]);

/** A page of a list; `nextCursor` goes into `cursor` to get the page after it, and is null on the last page. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** An instant that is sent in under a name: with its zone, on a day that the liability can show. */
export const instantNamed = (name: string) =>
  z.iso
    .datetime({ offset: true, error: `${name} must be an instant with its zone, such as 2026-11-21T14:05:00Z.` })
    .refine((it) => Date.parse(it) >= Date.UTC(1970, 0, 2) && Date.parse(it) < Date.UTC(2999, 11, 31), `${name} must lie between 1970 and 2999.`);
