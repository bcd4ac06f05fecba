import { z } from "zod";
import { currencyCode, decimalId, instant, minorUnits, pageOf } from "./values.ts";

const points = z.int().meta({ description: "Whole points" });

/** A day on the shop's calendar. */
export const calendarDay = z.iso.date().meta({ description: "A day on the shop's calendar", examples: ["2026-11-21"] });

export const balanceSchema = z
  .object({
    available: points.meta({ description: "Can be spent now; below zero where more was taken back than was there" }),
    pending: points.meta({ description: "Earned, and still inside the return window" }),
    unclaimed: points.meta({ description: "Waits for the customer's first sign-in; without pending points" }),
    reserved: points.meta({ description: "Already taken out of `available` for codes that are not used yet; part of `redeemed`" }),
    earned: points,
    redeemed: points,
    returned: points,
    expired: points,
    reversed: points,
    waived: points.meta({ description: "Was to be taken back and is not, because it was spent or expired; moves nothing" }),
    adjusted: points,
    imported: points,
    merged: points,
  })
  .meta({
    id: "Balance",
    description: "available + pending + unclaimed = earned + adjusted + imported + merged - redeemed + returned - expired - reversed",
  });

export const entryKindSchema = z
  .enum(["earn_pending", "earn_released", "earn_cancelled", "redeem", "redeem_returned", "reverse", "reverse_waived", "expire", "adjust", "import", "merge_in", "merge_out"])
  .meta({ id: "EntryKind", description: "What an entry of the ledger is" });

export const ledgerEntrySchema = z
  .object({
    id: z.string(),
    customerId: decimalId,
    kind: entryKindSchema,
    points: points.meta({ description: "What moved: for a release what became spendable, for reverse_waived what was given up" }),
    pendingPoints: points,
    settledPoints: points.meta({ description: "How what can be spent, or waits for the first sign-in, changed" }),
    waivedPoints: points,
    occurredAt: instant,
    orderId: decimalId.nullable(),
    orderName: z.string().nullable(),
    programVersion: z.int().nullable(),
    why: z.looseObject({ kind: z.string() }).meta({ description: "Why, as data: what happened and the arithmetic behind it" }),
    whySentence: z.string().meta({ description: "The same in a sentence" }),
  })
  .meta({ id: "LedgerEntry", description: "One movement of points; entries are never changed" });

export const ledgerPageSchema = pageOf(ledgerEntrySchema).meta({ id: "LedgerPage" });

export const liabilityDaySchema = z
  .object({
    day: calendarDay,
    opening: points,
    earned: points,
    adjusted: points,
    imported: points,
    redeemed: points,
    returned: points,
    expired: points,
    reversed: points,
    closing: points,
    pending: points.meta({ description: "Part of `closing`" }),
    unclaimed: points.meta({ description: "Part of `closing`" }),
    valueMinor: minorUnits.meta({ description: "closing × the value of a point in the program of that day" }),
    currency: currencyCode,
  })
  .meta({ id: "LiabilityDay", description: "opening + earned + adjusted + imported - (redeemed - returned) - expired - reversed = closing" });

export const liabilitySchema = z.object({ items: z.array(liabilityDaySchema) }).meta({ id: "Liability" });

/** An adjustment as it is asked for. */
export const adjustmentBody = z.strictObject({
  points: z
    .int({ error: "points must be a whole number, below zero to take points." })
    .min(-1_000_000_000, "points must be -1,000,000,000 or more.")
    .max(1_000_000_000, "points must be 1,000,000,000 or less.")
    .refine((number) => number !== 0, "points must not be 0.")
    .meta({ description: "What is added, or taken when below zero" }),
  reason: z
    .string({ error: "reason must be a text; the customer's page shows it." })
    .trim()
    .min(1, "reason must not be empty.")
    .max(500, "reason must have 500 characters or fewer.")
    .meta({ description: "Why, in words; shown with the entry" }),
});

/** Whole points of an entry kind among filtered entries. */
export interface KindTotal {
  kind: z.infer<typeof entryKindSchema>;
  entries: number;
  points: number;
}

export type BalanceAnswer = z.infer<typeof balanceSchema>;
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;
export type LedgerPage = z.infer<typeof ledgerPageSchema>;
export type LiabilityAnswer = z.infer<typeof liabilitySchema>;
