import { expect, it } from "vitest";
import { wordsIn } from "./storefront-blocks.ts";

const ours = { en: { road_heading: "Your road" }, de: { road_heading: "Ihr Weg" }, "zh-CN": { road_heading: "您的第三单之路" } };

it.each([
  ["de", "Ihr Weg", true],
  ["de-AT", "Ihr Weg", true],
  ["zh-CN", "您的第三单之路", true],
  ["zh-TW", "Your road", false],
  ["pt-BR", "Your road", false],
])("readers of %s read “%s”", (language, heading, isSpoken) => {
  expect(wordsIn(ours, language)).toEqual({ words: { road_heading: heading }, isSpoken });
});
