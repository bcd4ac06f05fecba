import { describe, expect, it } from "vitest";
import { formatsFor } from "#app/ui/formats.ts";
import { retriedWords } from "./outcome-words.ts";
import { helpWords, orderlessWords, reasonWords } from "./parked-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });

describe("what is said of parked deliveries", () => {
  it.each([
    [3, 3, "Nothing in them was counted. Tonight’s check reads their orders from Shopify; tick them and choose Read again from Shopify to do it now."],
    [3, 4, "Nothing in them was counted. 3 of these 4 tell their orders: tonight’s check reads them from Shopify; tick them and choose Read again from Shopify to do it now. The other tells no order: open it to see what was sent. Orders that have changed are compared with Shopify all the same."],
    [1, 3, "Nothing in them was counted. 1 of these 3 tells its order: tonight’s check reads it from Shopify; tick it and choose Read again from Shopify to do it now. The other 2 tell no order: open one to see what was sent. Orders that have changed are compared with Shopify all the same."],
    [0, 2, "Nothing in them was counted. They tell no order: open one to see what was sent. Orders that have changed are compared with Shopify all the same."],
    [0, 1, "Nothing in them was counted. It tells no order: open it to see what was sent. Orders that have changed are compared with Shopify all the same."],
  ])("%i of %i tell their order", (known, shown, words) => {
    expect(helpWords(known, shown, formats)).toBe(words);
  });

  it("names a field of Shopify's only after what that means", () => {
    expect(reasonWords({ reason: "The field admin_graphql_api_id is missing.", bodyBytes: 10 })).toBe("A part that must be there is missing from its text (admin_graphql_api_id).");
    expect(reasonWords({ reason: "The field line_items.0.price can't be read.", bodyBytes: 10 })).toBe("A part of its text can’t be read (line_items.0.price).");
    expect(reasonWords({ reason: "Its text ends in the middle.", bodyBytes: 10 })).toBe("Its text ends in the middle.");
  });

  it("calls a text empty that is", () => {
    expect(reasonWords({ reason: "Its text is no JSON.", bodyBytes: 0 })).toBe("Its text is empty.");
  });

  it("looks for an order only in what is about one", () => {
    expect(orderlessWords("customers/update")).toBe("It is about a customer, not about an order, so there is none to read again.");
    expect(orderlessWords("orders/paid")).toBe("It does not tell its order, so there is none to read again.");
    expect(orderlessWords("foo/bar")).toBe("It is not about an order, so there is none to read again.");
  });

  it.each([
    [1, 0, "The delivery was read"], [6, 0, "All 6 deliveries were read"], [1, 1, "It still can’t be read"], [6, 4, "4 of 6 deliveries still can’t be read"], [6, 6, "None of the 6 deliveries could be read this time either"],
  ])("of %i that were read again, %i came back", (asked, back, words) => {
    expect(retriedWords({ asked, back })).toBe(words);
  });
});
