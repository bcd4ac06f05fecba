import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({ customerSendAccountInviteEmail: z.object({ customer: z.object({ id: z.string() }).nullable() }) });

/** Has Shopify send its own invitation to a classic customer account, in the shop's words for it. Refused where the account exists. */
export const sendAccountInvite: Operation<{ id: string }, z.infer<typeof answer>> = {
  name: "SendAccountInvite",
  document: `mutation SendAccountInvite($id: ID!) { customerSendAccountInviteEmail(customerId: $id) { customer { id } userErrors { field message code } } }`,
  answer,
  isBackground: true,
};
