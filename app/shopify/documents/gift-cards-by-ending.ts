import { z } from "zod";
import type { Operation } from "../operation.ts";

const answer = z.object({ giftCards: z.object({ nodes: z.array(z.object({ id: z.string(), note: z.string().nullable() })) }) });

/** Gift cards that a search such as `last_characters:ABCD` finds, the newest fifty. The note says what ours are for. */
export const giftCardsByEnding: Operation<{ query: string }, z.infer<typeof answer>> = {
  name: "GiftCardsByEnding",
  document: `query GiftCardsByEnding($query: String!) { giftCards(first: 50, reverse: true, query: $query) { nodes { id note } } }`,
  answer,
  isBackground: false,
};
