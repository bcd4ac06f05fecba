import { z } from "zod";
import { currencyCode, instant, instantNamed } from "./values.ts";

/**
 * The rules of a program. What it may hold is decided by the domain, which gives the description of it its full shape
 * (`describeApi`).
 */
export const programDefinition = z.looseObject({}).meta({ id: "Program" });

/** The same as it is sent in: what has a default may be left out. */
export const programBody = z.looseObject({}).meta({ id: "ProgramDraft" });

export const programVersionSchema = z
  .object({
    version: z.int().min(1),
    startsAt: instant,
    isPaused: z.boolean().meta({ description: "Orders placed while a paused version is in force earn nothing" }),
    currency: currencyCode,
    publishedAt: instant,
    publishedBy: z.string(),
    program: programDefinition,
  })
  .meta({ id: "ProgramVersion" });

export const programOverviewSchema = z
  .object({
    inForce: programVersionSchema.nullable().meta({ description: "What counts for an order that is placed now; null before the first program starts" }),
    versions: z.array(programVersionSchema).meta({ description: "Everything published, newest first" }),
    hasDraft: z.boolean(),
  })
  .meta({ id: "ProgramOverview" });

export const publishBody = z.strictObject({
  startsAt: instantNamed("startsAt")
    .exactOptional()
    .meta({ description: "Orders placed from this instant on count; default: now. In the past, the orders since then earn, each at its own time." }),
});

export type ProgramVersionAnswer = z.infer<typeof programVersionSchema>;
export type ProgramOverview = z.infer<typeof programOverviewSchema>;
