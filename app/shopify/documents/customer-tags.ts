import { z } from "zod";
import { idOfGid } from "#app/domain/ids.ts";
import type { Operation } from "../operation.ts";

export const CUSTOMERS_PER_CALL = 50;

const answer = z.object({
  nodes: z.array(
    z
      .object({ id: z.string(), tags: z.array(z.string()) })
      .transform(({ id, tags }) => ({ customerId: idOfGid(id, "Customer"), tags }))
      .nullable(),
  ),
});

/** Tags of customers, in the order of `ids` (gids); null where a customer is deleted. */
export const customerTags: Operation<{ ids: string[] }, z.output<typeof answer>> = {
  name: "CustomerTags",
  document: `query CustomerTags($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { id tags } } }`,
  answer,
  isBackground: true,
};
