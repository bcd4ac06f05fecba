import { z } from "zod";

/** The order came through one of these channels, as Shopify names its source ("web", "pos"). */
export const salesChannel = z.object({
  kind: z.literal("sales_channel"),
  sources: z.array(z.string().trim().toLowerCase().min(1)).min(1, "Choose at least one sales channel."),
});

export const isOnSalesChannel = ({ sources }: z.output<typeof salesChannel>, { sourceName }: { sourceName: string | null }): boolean =>
  sourceName !== null && sources.includes(sourceName.toLowerCase());
