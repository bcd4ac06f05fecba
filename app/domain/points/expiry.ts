import { z } from "zod";

const months = z.number().int("Months must be a whole number.").min(1, "Points must live for at least 1 month.").max(120, "Points can live for at most 120 months.");

/** When points end: never, so many months after each was credited, or so many months after the member's last earning or redemption. */
export const expiry = z.discriminatedUnion("kind", [z.object({ kind: z.literal("none") }), z.object({ kind: z.literal("fixed"), months }), z.object({ kind: z.literal("rolling"), months })]);

export type Expiry = z.output<typeof expiry>;
