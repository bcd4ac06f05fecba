import type { Formats } from "#app/ui/formats.ts";
import type { ImportState } from "./import-words.ts";

/** What a file of orders comes to. */
export interface OrderSums {
  pieces: number;
  orders: number;
  added: number;
  known: number;
  nameless: number;
  refunded: number;
  problemCount: number;
}

/** What a file of orders would do or did, and what such a file cannot say, a sentence each. */
export function ordersSentence(state: ImportState, { added, known, nameless, refunded }: OrderSums, formats: Formats): string[] {
  const orders = (count: number) => formats.counted(count, "order", "orders");
  const isDone = state === "done";
  return [
    isDone ? `Took in ${orders(added)}.` : `This would take in ${orders(added)}. ${state === "checked" ? "Nothing has changed yet. The file is kept for 7 days." : "You can leave this page."}`,
    ...(known > 0 ? [`${formats.counted(known, "order is", "orders are")} known already and ${known === 1 ? "stays" : "stay"} as Shopify told us.`] : []),
    ...(nameless > 0 ? [`${formats.counted(nameless, "order has", "orders have")} no e-mail address and ${nameless === 1 ? "belongs" : "belong"} to nobody.`] : []),
    ...(refunded > 0 ? [`${formats.counted(refunded, "order was", "orders were")} refunded. The file does not say when: it is taken as of the cancellation, else of the delivery or the payment.`] : []),
    "Orders earn by the program of their time, and none where there was none yet. Nobody gets a message for them. They can’t be taken back.",
  ];
}
