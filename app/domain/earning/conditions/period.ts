import { z } from "zod";
import type { FormDescription } from "../form.ts";
import type { PlacedOrder } from "./placed-order.ts";

const instant = z.iso.datetime({ offset: true, error: "Enter a date." }).nullable().default(null);

/** The order was placed from `from` (inclusive) to `to` (exclusive); either may be open. */
export const period = z
  .object({ kind: z.literal("period"), from: instant, to: instant })
  .refine(({ from, to }) => from !== null || to !== null, { path: ["from"], message: "Enter a first or a last date." })
  .refine(({ from, to }) => !from || !to || Date.parse(from) < Date.parse(to), {
    path: ["to"],
    message: "The rule ends before it starts. Change one of the dates.",
  });

type Period = z.output<typeof period>;

export const isInPeriod = ({ from, to }: Period, { processedAt }: Pick<PlacedOrder, "processedAt">): boolean =>
  (!from || processedAt >= new Date(from)) && (!to || processedAt < new Date(to));

export const periodForm: FormDescription<Period> = {
  label: "Period",
  fields: [
    { name: "from", label: "From", input: "instant" },
    { name: "to", label: "Until", input: "instant", helpText: "Orders placed on that day no longer count." },
  ],
  sentence: ({ from, to }, { day }) => ["it was placed", from && `from ${day(from)}`, to && `before ${day(to)}`].filter(Boolean).join(" "),
};
