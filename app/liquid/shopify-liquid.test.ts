import { expect, it } from "vitest";
import { shopifyLiquid } from "./shopify-liquid.ts";
import { findThemeExtension } from "./theme-files.ts";

it.each([
  ["en", "1 point, 2 points"],
  ["en-AU", "1 point, 2 points"],
  ["zh-TW", "1 point, 2 points"],
  ["zh-CN", "1 积分, 2 积分"],
])("numbers are counted as the words that are read are: %s", (locale, read) => {
  const engine = shopifyLiquid({ locale, currency: "GBP", assetUrl: String }, findThemeExtension());
  expect(engine.parseAndRenderSync("{{ 'points.count' | t: count: 1, number: 1 }}, {{ 'points.count' | t: count: 2, number: 2 }}")).toBe(read);
});
