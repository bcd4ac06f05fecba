import { z } from "zod";
import { currencyCode, decimalId, instant, minorUnits, pageOf, stageName } from "./values.ts";

export const notCountedReasonSchema = z
  .enum(["deleted", "test", "cancelled", "fully_refunded", "unpaid", "zero_total", "below_minimum", "excluded_tag", "excluded_source", "inside_opening_count", "in_the_future"])
  .meta({ id: "NotCountedReason", description: "The first rule by which an order does not count" });

const entry = { id: z.string(), at: instant };
const order = { orderId: decimalId, orderName: z.string().nullable() };

export const timelineEntrySchema = z
  .discriminatedUnion("kind", [
    z.object({
      ...entry, kind: z.literal("order"), ...order, totalMinor: minorUnits, currency: currencyCode,
      rank: z.int().min(1).nullable(), isAbout: z.boolean(), notCountedReason: notCountedReasonSchema.nullable(),
      unearned: z.object({ programVersion: z.int().nullable(), why: z.record(z.string(), z.unknown()) }).nullable().meta({ description: "Why an order that counts earned no points, where the ledger says nothing of it; null before the first program is published" }),
    }),
    z.object({ ...entry, kind: z.literal("refund"), ...order, refundId: decimalId, amountMinor: minorUnits, currency: currencyCode, isComplete: z.boolean(), awaitsMoney: z.boolean() }),
    z.object({ ...entry, kind: z.literal("cancellation"), ...order }),
    z.object({ ...entry, kind: z.literal("deletion"), ...order }),
    z.object({ ...entry, kind: z.literal("stage"), stage: stageName, ...order }),
    z.object({ ...entry, kind: z.literal("moved_back"), fromStage: stageName, toStage: stageName, reason: z.record(z.string(), z.unknown()), sentence: z.string() }),
    z.object({ ...entry, kind: z.literal("merge"), mergedId: decimalId }),
    z.object({
      ...entry, kind: z.literal("points"), entryKind: z.string(), points: z.int(), orderId: decimalId.nullable(), orderName: z.string().nullable(),
      programVersion: z.int().nullable(), why: z.record(z.string(), z.unknown()),
    }),
    z.object({
      ...entry, kind: z.literal("tier"), fromTier: z.string().nullable(), toTier: z.string().nullable(),
      cause: z.object({ kind: z.enum(["reached", "fell", "program", "given"]), basis: z.enum(["orders", "spend", "points"]), total: z.number(), threshold: z.number().nullable(), version: z.int() }),
    }),
    z.object({
      ...entry, kind: z.literal("perk"), perk: z.enum(["gift", "welcome_reward", "free_shipping", "tag"]), change: z.enum(["given", "ended"]), name: z.string(), tier: z.string().nullable(),
      n: z.int().nullable(), orderId: decimalId.nullable(), orderName: z.string().nullable(), redemptionId: z.string().nullable(),
      endReason: z.enum(["tier_left", "program_changed", "order_undone", "merged", "closed", "refused"]).nullable(), refusal: z.string().nullable(),
    }),
    z.object({ ...entry, kind: z.literal("created") }),
    z.object({ ...entry, kind: z.literal("redaction") }),
  ])
  .meta({ id: "TimelineEntry", description: "One thing that happened; `moved_back` carries the time at which it was observed, all others their own time; a `refund` that `awaitsMoney` was asked for, and no money has gone back; tiers are named as the program names them last; a `perk` is what was given beside points; the `points` of a `reverse_waived` were not taken back" });

export const timelineSchema = pageOf(timelineEntrySchema).meta({ id: "Timeline" });

export type NotCountedReason = z.infer<typeof notCountedReasonSchema>;
export type TimelineEntry = z.infer<typeof timelineEntrySchema>;
export type Timeline = z.infer<typeof timelineSchema>;
