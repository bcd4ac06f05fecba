import { expect, it } from "vitest";
import { findThemeExtension, listBlocks, schemaOf } from "#app/liquid/theme-files.ts";
import { addBlockUrl, homeOf, inShopOrder, openBlockUrl } from "./block-links.ts";

const shop = { domain: "tea.myshopify.com", clientId: "0123456789abcdef0123456789abcdef" };

it("leads into the theme editor with the block in the page's own section, or in one of its own", () => {
  expect(addBlockUrl("points-on-product", shop)).toBe("https://tea.myshopify.com/admin/themes/current/editor?template=product&addAppBlockId=0123456789abcdef0123456789abcdef/points-on-product&target=mainSection");
  expect(addBlockUrl("balance", shop)).toBe("https://tea.myshopify.com/admin/themes/current/editor?template=index&addAppBlockId=0123456789abcdef0123456789abcdef/balance&target=newAppsSection");
});

it("adds a block of the page of points where the others stand, not to the template of all pages", () => {
  const places = [{ block: "balance", on: { kind: "page", page: "page.about" } }, { block: "rewards", on: { kind: "page", page: "page" } }, { block: "earn", on: { kind: "page", page: "page.points & more" } }] as const;
  expect(addBlockUrl("tiers", shop, places)).toContain("?template=page.points%20%26%20more&addAppBlockId=");
  expect(addBlockUrl("road-to-third", shop, places)).toContain("?template=index&");
  expect(addBlockUrl("tiers", shop, places.slice(0, 2))).toContain("?template=page&");
});

it("leads to the switch of a block for the whole shop", () => {
  expect(addBlockUrl("launcher", shop)).toBe("https://tea.myshopify.com/admin/themes/current/editor?context=apps&activateAppId=0123456789abcdef0123456789abcdef/launcher");
});

it("leads to where a block stands already, without adding it again", () => {
  const base = "https://tea.myshopify.com/admin/themes/current/editor";
  expect(openBlockUrl({ on: { kind: "page", page: "product.sale & more" } }, shop)).toBe(`${base}?template=product.sale%20%26%20more`);
  expect(openBlockUrl({ on: { kind: "group", group: "header" } }, shop)).toBe(`${base}?template=index`);
  expect(openBlockUrl({ on: { kind: "everywhere" } }, shop)).toBe(`${base}?context=apps`);
});

it.each(listBlocks(findThemeExtension()))("%s has a place of its own that fits where its file says it goes", (block) => {
  expect(inShopOrder(["none-such", block])).toEqual([block, "none-such"]);
  expect(homeOf(block).kind === "everywhere").toBe(schemaOf(block, findThemeExtension()).target === "body");
});
