import { z } from "zod";
import type { Operation } from "../operation.ts";

const money = z.object({ amount: z.string() });
const answer = z.object({ giftCard: z.object({ enabled: z.boolean(), balance: money, initialValue: money }).nullable() });

/** Whether a gift card works, what it held at first and what is left on it. */
export const giftCardLeft: Operation<{ id: string }, z.infer<typeof answer>> = {
  name: "GiftCardLeft",
  document: `query GiftCardLeft($id: ID!) { giftCard(id: $id) { enabled balance { amount } initialValue { amount } } }`,
  answer,
  isBackground: false,
};
