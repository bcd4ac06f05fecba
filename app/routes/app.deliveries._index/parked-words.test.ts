import { describe, expect, it } from "vitest";
import { formatsFor } from "#app/ui/formats.ts";
import { helpWords, reasonWords } from "./parked-words.ts";

const formats = formatsFor({ locale: "en-GB", timeZone: "Europe/London", currency: "GBP" });

describe("what is said of parked deliveries", () => {
  it.each([
    [3, 3, "Nothing in them was counted. Tonight’s check reads their orders from Shopify; tick them and choose Read again from Shopify to do it now."],
    [3, 4, "Nothing in them was counted. 3 of these 4 tell their orders: tonight’s check reads them from Shopify; tick them and choose Read again from Shopify to do it now. The other does not tell its order: open it to see what was sent. Orders that have changed are compared with Shopify all the same."],
    [1, 3, "Nothing in them was counted. 1 of these 3 tells its order: tonight’s check reads it from Shopify; tick it and choose Read again from Shopify to do it now. The other 2 do not tell their order: open one to see what was sent. Orders that have changed are compared with Shopify all the same."],
    [0, 2, "Nothing in them was counted. They do not tell their order: open one to see what was sent. Orders that have changed are compared with Shopify all the same."],
    [0, 1, "Nothing in them was counted. It does not tell its order: open it to see what was sent. Orders that have changed are compared with Shopify all the same."],
  ])("%i of %i tell their order", (known, shown, words) => {
    expect(helpWords(known, shown, formats)).toBe(words);
  });

  it("names a field of Shopify's only after what that means", () => {
    expect(reasonWords("The field admin_graphql_api_id is missing.")).toBe("A part that must be there is missing from its text (admin_graphql_api_id).");
    expect(reasonWords("The field line_items.0.price can't be read.")).toBe("A part of its text can’t be read (line_items.0.price).");
    expect(reasonWords("Its text ends in the middle.")).toBe("Its text ends in the middle.");
  });
});
