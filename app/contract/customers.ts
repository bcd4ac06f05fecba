import { z } from "zod";
import { balanceSchema } from "./points.ts";
import { currencyCode, decimalId, instant, minorUnits, pageOf, stageName, wholeCount } from "./values.ts";

const score = {
  countedOrders: wholeCount.meta({ description: "Orders that we have seen and that count" }),
  openingCount: wholeCount.meta({ description: "Orders before our reading began, as Shopify counted them" }),
  rank: wholeCount.meta({ description: "openingCount + countedOrders: the number of the latest order" }),
  isAbout: z.boolean().meta({ description: "True where the number contains an opening count, which is shown as “about”" }),
  stage: stageName,
  stageSince: instant.nullable(),
  stageOrderId: decimalId.nullable(),
};

export const customerRowSchema = z
  .object({ id: decimalId, email: z.string().nullable(), firstName: z.string().nullable(), lastName: z.string().nullable(), ...score, lastOrderAt: instant.nullable(), isRedacted: z.boolean() })
  .meta({ id: "CustomerRow" });

export const customerListSchema = pageOf(customerRowSchema).meta({ id: "CustomerList" });

export const customerSummarySchema = z
  .object({
    id: decimalId,
    email: z.string().nullable(),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    asOf: instant,
    ...score,
    stageOrderName: z.string().nullable().meta({ description: "The name of that order, such as #1042" }),
    stageReason: z.record(z.string(), z.unknown()).nullable().meta({ description: "Why the customer stands at this stage, as a code with its values" }),
    stageSentence: z.string().nullable().meta({ description: "The same in a sentence" }),
    firstOrderAt: instant.nullable(),
    lastOrderAt: instant.nullable(),
    spentMinor: minorUnits,
    currency: currencyCode,
    createdAt: instant.nullable(),
    accountState: z.string().nullable(),
    redactedAt: instant.nullable(),
    mergedIds: z.array(decimalId).meta({ description: "Former ids of this customer; asking for one of them answers for the survivor" }),
  });

/** The summary with what the customer holds in points, as of the same instant. */
export const customerSchema = customerSummarySchema
  .extend({ points: balanceSchema.pick({ available: true, pending: true, unclaimed: true }) })
  .meta({ id: "Customer" });

export type CustomerRow = z.infer<typeof customerRowSchema>;
export type CustomerList = z.infer<typeof customerListSchema>;
export type HeldPoints = z.infer<typeof customerSchema>["points"];
export type CustomerSummary = z.infer<typeof customerSummarySchema>;
