import { expect, it } from "vitest";
import { previewsAddress, readPreviewQuestion } from "./preview-question.ts";

const asked = { who: "first", language: "de", isDark: true, product: null };

it("is read with texts that could be saved, and without those that could not", () => {
  expect(readPreviewQuestion(JSON.stringify({ ...asked, texts: { de: { road_heading: " Dein Weg " } } }))).toEqual({ ...asked, texts: { de: { road_heading: "Dein Weg" } } });
  expect(readPreviewQuestion(JSON.stringify({ ...asked, texts: { de: { road_heading: "a\nb" } } }))).toEqual({ ...asked, texts: null });
});

it.each([["nothing", ""], ["nobody", JSON.stringify({ ...asked, who: "everybody" })], ["no language", JSON.stringify({ ...asked, language: "../../etc" })], ["a language that none can be", JSON.stringify({ ...asked, language: "en-12" })], ["no price", JSON.stringify({ ...asked, product: { title: "x", variants: [{ title: "y", price: "1e9" }] } })]])(
  "is refused for %s",
  (_case, text) => {
    expect(readPreviewQuestion(text)).toBeUndefined();
  },
);

it("stays under the 16 KB that Node takes, with the longest texts in the widest letters", () => {
  const long = Object.fromEntries(["balance_heading", "balance_guest", "road_heading", "cart_heading", "earn_heading", "tiers_heading", "rewards_heading", "history_heading", "launcher_label"].map((key) => [key, "星".repeat(120)]));
  const product = { title: "星".repeat(500), variants: [1, 2, 3].map(() => ({ title: "星".repeat(500), price: "10.00" })) };
  const address = previewsAddress({ who: "loyal", language: "zh-CN", isDark: true, texts: { "zh-CN": long, de: long }, product });
  expect(address.length).toBeLessThan(14_000);
  expect(readPreviewQuestion(new URL(address, "https://x").searchParams.get("question") ?? "")?.texts).toEqual({ "zh-CN": long });
});
