import { expect, it } from "vitest";
import { formatsFor } from "#app/ui/formats.ts";
import { unreadSentence } from "./dry-run-words.ts";

const formats = formatsFor({ locale: "en-GB", currency: "GBP", timeZone: "Europe/London" });

it.each([
  ["products", { products: 1, customers: 0 }, "which tags and collections 1 product has"],
  ["customers", { products: 0, customers: 1_200 }, "which tags 1,200 customers have"],
  ["both", { products: 3, customers: 1 }, "which tags and collections 3 products have and which tags 1 customer has"],
])("a dry run says what Shopify has not been asked for yet: %s", (_of, unread, words) => {
  expect(unreadSentence(unread, formats)).toBe(`Shopify has not been asked yet ${words}. It is asked when points are given. Until then nothing that depends on it is counted in, so the figure can change.`);
});

it("a dry run that knows everything says nothing of what it does not know", () => {
  expect(unreadSentence({ products: 0, customers: 0 }, formats)).toBeUndefined();
});
