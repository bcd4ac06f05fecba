import { z } from "zod";
import { instant, wholeCount } from "./values.ts";

export const backfillSchema = z
  .object({
    subject: z.enum(["customers", "orders"]),
    state: z.enum(["asked", "running", "loading", "settling", "done", "failed"]),
    done: wholeCount.meta({ description: "Customers or orders read so far" }),
    total: wholeCount.nullable(),
    failure: z.string().nullable(),
    startedAt: instant,
    updatedAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ id: "Backfill", description: "The latest reading of the shop's history, by subject" });

export const reconciliationSchema = z
  .object({ kind: z.enum(["updated", "ids"]), startedAt: instant, finishedAt: instant, ordersChecked: wholeCount, ordersDiffering: wholeCount, ordersUnreadable: wholeCount, unreadableOrderIds: z.array(z.string()) })
  .meta({ id: "Reconciliation", description: "A finished comparison with Shopify: by what changed (updated) or by every id (ids). What differed was read again, but for what could not be read: that is counted apart, the first five named" });

export const syncSchema = z
  .object({
    asOf: instant,
    isUpToDate: z.boolean().meta({ description: "The history is read, no delivery waits and every customer is scored; parked deliveries do not hinder it" }),
    installedAt: instant,
    uninstalledAt: instant.nullable(),
    reopenNeededAt: instant.nullable().meta({ description: "Since when Shopify refuses us until the merchant opens the app" }),
    historyFrom: instant.nullable().meta({ description: "Orders before this instant are counted by Shopify, not seen; null when everything is readable" }),
    backfills: z.array(backfillSchema),
    inbox: z.object({
      pending: wholeCount,
      parked: wholeCount,
      oldestPendingAt: instant.nullable(),
      failingSince: instant.nullable().meta({ description: "Since when deliveries cannot be recorded, by a fault of ours: they wait, and are tried again by themselves" }),
    }),
    unsettledCustomers: wholeCount,
    lastOrderAt: instant.nullable(),
    reconciliations: z.array(reconciliationSchema),
    points: z
      .object({ checkedAt: instant, membersDiffering: wholeCount })
      .nullable()
      .meta({ description: "The last comparison of customers' points with the ledger, once an hour: how many customers' balances say something else. Null before the first" }),
  })
  .meta({ id: "Sync" });

export type Backfill = z.infer<typeof backfillSchema>;
export type Reconciliation = z.infer<typeof reconciliationSchema>;
export type Sync = z.infer<typeof syncSchema>;
