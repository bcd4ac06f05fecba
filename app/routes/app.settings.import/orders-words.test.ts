import { expect, it } from "vitest";
import { formatsFor } from "#app/ui/formats.ts";
import { ordersSentence } from "./orders-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });
const sums = { pieces: 3, orders: 1_202, added: 1_200, known: 1, nameless: 0, refunded: 2, problemCount: 1 };

it("says what a file of orders would do, and what it cannot know", () => {
  expect(ordersSentence("checked", sums, formats)).toEqual([
    "This would take in 1,200 orders. Nothing has changed yet. The file is kept for 7 days.",
    "1 order is known already and stays as Shopify told us.",
    "2 orders were refunded. The file does not say when: it is taken as of the cancellation, else of the delivery or the payment.",
    "Orders earn by the program of their time, and none where there was none yet. Nobody gets a message for them. They can’t be taken back.",
  ]);
  expect(ordersSentence("done", { ...sums, known: 0, refunded: 0, nameless: 1 }, formats).slice(0, 2)).toEqual(["Took in 1,200 orders.", "1 order has no e-mail address and belongs to nobody."]);
});
