import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({ giftCardCreate: z.object({ giftCard: z.object({ id: z.string() }) }) });

/** Makes a gift card with a code of ours. */
export const createGiftCard: Operation<{ card: Record<string, unknown> }, z.infer<typeof answer>> = {
  name: "CreateGiftCard",
  document: `mutation CreateGiftCard($card: GiftCardCreateInput!) { giftCardCreate(input: $card) { giftCard { id } userErrors { field message code } } }`,
  answer,
  isBackground: false,
};
