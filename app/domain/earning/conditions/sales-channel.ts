import { z } from "zod";
import { orList, type FormDescription } from "../form.ts";
import type { PlacedOrder } from "./placed-order.ts";

/** The order came through one of these channels, as Shopify names its source ("web", "pos"). */
export const salesChannel = z.object({
  kind: z.literal("sales_channel"),
  sources: z.array(z.string().trim().toLowerCase().min(1).max(255, "The name of a sales channel has at most 255 letters.")).min(1, "Choose at least one sales channel.").max(50, "Enter at most 50 sales channels."),
});

type SalesChannel = z.output<typeof salesChannel>;

export const isOnSalesChannel = ({ sources }: SalesChannel, { sourceName }: Pick<PlacedOrder, "sourceName">): boolean =>
  sourceName !== null && sources.includes(sourceName.toLowerCase());

export const salesChannelForm: FormDescription<SalesChannel> = {
  label: "Sales channel",
  fields: [{ name: "sources", label: "Placed through", input: "text_list" }],
  sentence: ({ sources }) => `it came through ${orList(sources)}`,
};
