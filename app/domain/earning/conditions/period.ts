import { z } from "zod";

/** The order was placed from `from` (inclusive) to `to` (exclusive); either may be open. */
export const period = z
  .object({ kind: z.literal("period"), from: z.iso.datetime({ offset: true }).nullable(), to: z.iso.datetime({ offset: true }).nullable() })
  .refine(({ from, to }) => !from || !to || Date.parse(from) < Date.parse(to), {
    path: ["to"],
    message: "The rule ends before it starts. Change one of the dates.",
  });

export const isInPeriod = ({ from, to }: z.output<typeof period>, { processedAt }: { processedAt: Date }): boolean =>
  (!from || processedAt >= new Date(from)) && (!to || processedAt < new Date(to));
