import { expect, it } from "vitest";
import english from "../../../extensions/account-rewards/locales/en.default.json" with { type: "json" };
import { PAGE_WORDS } from "./preview-words.ts";

it("the merchant's preview has the words of the page in the customer's account", () => {
  expect(english).toMatchObject(PAGE_WORDS);
});
