import { z } from "zod";
import type { FormDescription } from "../form.ts";
import { eventConditions, POINTS_FIELD, ruleFields } from "./rule-fields.ts";

/** How an event is called through the API. */
export const eventName = z
  .string({ error: "An event needs a name." })
  .regex(/^[a-z][a-z0-9_]{0,59}$/, "An event needs a name of small letters, digits and underscores.")
  .refine((name) => name !== "account_created", "This name is taken by the rule for accounts.");

/** Points each time that an event of this name is recorded through the API. */
export const eventRule = z.object({ ...ruleFields, kind: z.literal("event"), event: eventName, conditions: eventConditions });

export const eventForm: FormDescription<z.output<typeof eventRule>> = {
  label: "Event from another system",
  fields: [POINTS_FIELD, { name: "event", label: "Event name", input: "text" }],
  sentence: ({ points, event }, wording) => `${wording.points(points)} for each event “${event}”`,
};
