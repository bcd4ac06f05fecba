import { z } from "zod";
import type { Stage } from "../scoring/stage.ts";

/** What our tags begin with. A comma would make two tags of one. */
export const tagPrefix = z
  .string()
  .regex(/^\S/, "Start the prefix with a letter, a digit or a sign.")
  .regex(/^[^,]*$/, "The prefix can't have a comma.")
  .max(40, "The prefix must have 40 characters or fewer.");

/** The tags that say where a member stands, such as "thrice:stage:second" and "thrice:tier:gold". */
export function customerTagsOf({ stage, tierId }: { stage: Stage; tierId: string | null }, prefix: string): string[] {
  return [`${prefix}stage:${stage}`, ...(tierId === null ? [] : [`${prefix}tier:${tierId}`])];
}

/** What to add and what to take away. Only tags that we have set ourselves are ever taken away. */
export function tagChanges({ set, wanted }: { set: string[]; wanted: string[] }): { add: string[]; remove: string[] } {
  return { add: wanted.filter((tag) => !set.includes(tag)), remove: set.filter((tag) => !wanted.includes(tag)) };
}
