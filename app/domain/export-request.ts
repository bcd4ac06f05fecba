import { z } from "zod";
import { ENTRY_FILTERS } from "./points/entry.ts";
import { STAGES } from "./scoring/stage.ts";

/** Up to so many rows a file is sent at once; a longer one is prepared by a job. */
export const ROWS_AT_ONCE = 10_000;

/** For so many days a prepared file is kept. */
export const EXPORT_DAYS = 7;

const shopDay = z.string().regex(/^\d{4}-\d\d-\d\d$/);

/** Which rows of which page a file holds. `from` and `to` are days of the shop, both inclusive; null and missing: all. */
export const exportRequest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("customers"), filter: z.object({ stage: z.enum(STAGES).nullable(), query: z.string() }) }),
  z.object({
    kind: z.literal("activity"),
    filter: z.object({ kind: z.enum(ENTRY_FILTERS).nullable(), from: shopDay.nullable(), to: shopDay.nullable(), version: z.number().int().nullable(), rule: z.string().nullable().default(null), staff: z.string().nullable().default(null), customer: z.string() }),
  }),
]);

export type ExportRequest = z.output<typeof exportRequest>;
