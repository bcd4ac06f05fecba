import { z } from "zod";

/** What staff say of one gift. */
export const giftForm = z.object({ intent: z.enum(["given", "undo"]), id: z.string().regex(/^\d{1,18}$/) });

export type GiftForm = z.output<typeof giftForm>;
