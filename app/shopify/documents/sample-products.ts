import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z
  .object({ products: z.object({ nodes: z.array(z.object({ title: z.string(), isGiftCard: z.boolean(), variants: z.object({ nodes: z.array(z.object({ title: z.string(), price: z.string() })) }) })) }) })
  .transform(({ products }) => products.nodes);

/** Some of the shop's products, prices as decimal texts in the shop's currency. Somebody waits for the answer. */
export const sampleProducts: Operation<Record<string, never>, z.output<typeof answer>> = {
  name: "SampleProducts",
  document: `query SampleProducts { products(first: 20) { nodes { title isGiftCard variants(first: 3) { nodes { title price } } } } }`,
  answer,
  isBackground: false,
};
