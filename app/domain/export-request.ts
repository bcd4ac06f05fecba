import { z } from "zod";
import { ENTRY_KINDS } from "./points/entry.ts";
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
    filter: z.object({ kind: z.enum(ENTRY_KINDS).nullable(), from: shopDay.nullable(), to: shopDay.nullable(), version: z.number().int().nullable(), customer: z.string() }),
  }),
]);

export type ExportRequest = z.output<typeof exportRequest>;
