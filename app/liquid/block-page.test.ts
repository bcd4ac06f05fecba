import { expect, it } from "vitest";
import { blockPage } from "./block-page.ts";
import { findThemeExtension } from "./theme-files.ts";

const wish = { title: "A <b> block", locale: "en", isDark: false, isOverPage: false, stylesheet: "thrice.css", root: findThemeExtension() };

it("holds the block and its styles, and no script", () => {
  const page = blockPage('<p class="thrice-main" ontoggle="go()">5 &lt;b&gt;</p><script src="x.js" defer></script>', wish);
  expect(page).toContain('<main><p class="thrice-main">5 &lt;b&gt;</p></main>');
  expect(page).toContain(".thrice-block");
  expect(page).toContain("<title>A &#60;b&#62; block</title>");
});

it("shows what stands there for shoppers with script, as nearly all have it", () => {
  const page = blockPage('<form class="thrice-redeem"><button>Use 500 points</button></form><noscript><p>You have enough</p></noscript><p>Terms</p>', wish);
  expect(page).toContain('<button>Use 500 points</button></form><p>Terms</p>');
  expect(page).not.toContain("You have enough");
  expect(page).not.toContain("scripting: none");
});

it.each([["en", "ltr"], ["ar", "rtl"], ["he-IL", "rtl"]])("%s is read %s", (locale, direction) => {
  expect(blockPage("", { ...wish, locale })).toContain(`<html lang="${locale}" dir="${direction}">`);
});

it("shows what is closed in the shop open, for a block that lies over the page", () => {
  expect(blockPage('<details class="thrice-launcher"></details>', { ...wish, isOverPage: true })).toContain('<details open class="thrice-launcher">');
});
