import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({ giftCardDeactivate: z.object({ giftCard: z.object({ id: z.string() }) }) });

/** Ends a gift card for ever. */
export const deactivateGiftCard: Operation<{ id: string }, z.infer<typeof answer>> = {
  name: "DeactivateGiftCard",
  document: `mutation DeactivateGiftCard($id: ID!) { giftCardDeactivate(id: $id) { giftCard { id } userErrors { field message code } } }`,
  answer,
  isBackground: false,
};
