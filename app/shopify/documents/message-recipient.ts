import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({
  customer: z
    .object({
      state: z.string(),
      locale: z.string().nullable(),
      defaultEmailAddress: z.object({ emailAddress: z.string(), marketingState: z.string(), validFormat: z.boolean() }).nullable(),
    })
    .nullable(),
  shop: z.object({ contactEmail: z.string().nullable() }),
});

/** Where mail to a customer goes, and whether the customer agreed to offers; and where an answer to it goes. Read for each mail, so that a change of mind counts at once. */
export const messageRecipient: Operation<{ id: string }, z.output<typeof answer>> = {
  name: "MessageRecipient",
  document: `query MessageRecipient($id: ID!) {
    customer(id: $id) { state locale defaultEmailAddress { emailAddress marketingState validFormat } }
    shop { contactEmail }
  }`,
  answer,
  isBackground: true,
};
