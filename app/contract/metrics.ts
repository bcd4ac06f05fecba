import { z } from "zod";
import { currencyCode, fraction, instant, minorUnits, wholeCount } from "./values.ts";

export const summarySchema = z
  .object({
    asOf: instant,
    orders: wholeCount,
    customers: wholeCount,
    customersWithAtLeast: z.object({ "2": wholeCount, "3": wholeCount, "4": wholeCount }),
    repeatRate: fraction.nullable(),
    averageOrderValueMinor: minorUnits.nullable(),
    currency: currencyCode,
    medianGapDays: z.record(z.string().regex(/^[1-9]\d*$/), z.number().min(0)),
    stages: z.object({ prospect: wholeCount, first: wholeCount, second: wholeCount, loyal: wholeCount, champion: wholeCount }),
  })
  .meta({ id: "Summary", description: "Counted orders and the customers who placed them, as of an instant" });

export const nthOrderStepSchema = z
  .object({ from: z.int().min(1), to: z.int().min(2), eligible: wholeCount, converted: wholeCount, rate: fraction.nullable(), low: fraction.nullable(), high: fraction.nullable() })
  .meta({ id: "NthOrderStep", description: "Of the eligible customers who reached order `from`, those who reached order `to`; `low` and `high` are the 95 % Wilson interval" });

export const nthOrderSchema = z
  .object({ asOf: instant, withinDays: z.int().min(1).nullable(), steps: z.array(nthOrderStepSchema) })
  .meta({ id: "NthOrder", description: "Conversion from each order to the next, for all time or matured within a number of days" });

/** Figures of one shop over its counted orders. Money in minor units of the shop's present currency. @see docs/formulas.md */
export type Summary = z.infer<typeof summarySchema>;
export type NthOrderStep = z.infer<typeof nthOrderStepSchema>;
/** `withinDays` null: all time. Steps run from 1 to the highest rank that anybody reached. @see docs/formulas.md */
export type NthOrder = z.infer<typeof nthOrderSchema>;
