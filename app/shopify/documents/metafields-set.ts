import { z } from "zod";
import type { Operation } from "../operation.ts";

/** Shopify takes so many in one call, all or none. */
export const METAFIELDS_PER_CALL = 25;

export interface MetafieldInput {
  ownerId: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
}

const answer = z.object({ metafieldsSet: z.object({ metafields: z.array(z.object({ id: z.string() })) }) });

/** Also what a bulk operation does for each line of its file. */
export const metafieldsSet: Operation<{ metafields: MetafieldInput[] }, z.infer<typeof answer>> = {
  name: "MetafieldsSet",
  document: `mutation MetafieldsSet($metafields: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $metafields) { metafields { id } userErrors { field message code } } }`,
  answer,
  isBackground: true,
};
