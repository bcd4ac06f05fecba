import type { BlockPlace } from "#app/domain/storefront/theme-blocks.ts";

const PAGES: Record<string, string> = {
  index: "home page", product: "product page", collection: "collection page", "list-collections": "list of collections", cart: "cart", page: "pages", blog: "blog", article: "blog posts", search: "search page",
  "404": "page not found", password: "password page", gift_card: "gift card page", "customers/account": "account page", "customers/login": "sign-in page", "customers/order": "order page",
};

/** "Main product" of a section that a theme calls "main-product". */
const sectionName = (section: string): string => {
  const words = section.replaceAll(/[-_]+/g, " ").trim();
  return words.charAt(0).toLocaleUpperCase("en") + words.slice(1);
};

/** "product page", or "product page “sale”" for a template that the merchant has added. */
function pageName(page: string): string {
  const [base = "", alternate] = page.split(/\.(.*)/s);
  const name = PAGES[base] ?? base;
  if (!alternate) return name;
  return base === "page" ? `pages with the template “${alternate}”` : `${name} “${alternate}”`;
}

/** Where a block stands, as part of a sentence: "product page, in “Main product”". */
export function placeWords({ on, section }: Pick<BlockPlace, "on" | "section">): string {
  const place = on.kind === "page" ? pageName(on.page) : on.kind === "group" ? sectionName(on.group).toLocaleLowerCase("en") : "every page";
  return section === null || section === "" ? place : `${place}, in “${sectionName(section)}”`;
}

export type BlockState = { badge: "On" | "Hidden" | "Not added yet"; sentence: string | undefined };

/** What the live theme says of one block. */
export function blockState(places: readonly BlockPlace[]): BlockState {
  const named = (isOn: boolean) => [...new Set(places.filter((place) => place.isOn === isOn).map(placeWords))].join("; ");
  const [on, hidden] = [named(true), named(false)];
  if (on) return { badge: "On", sentence: hidden ? `On: ${on}. Hidden: ${hidden}` : `On: ${on}` };
  return hidden ? { badge: "Hidden", sentence: `Hidden in the theme editor: ${hidden}` } : { badge: "Not added yet", sentence: undefined };
}

/** Names the files that could not be read; a block in one of them would not be seen. */
export function unreadSentence(unread: readonly { filename: string; reason: "not_json" | "too_large" }[]): string | undefined {
  if (unread.length === 0) return undefined;
  const listed = (reason: "not_json" | "too_large") => unread.filter((file) => file.reason === reason).map(({ filename }) => filename).join(", ");
  const [broken, large] = [listed("not_json"), listed("too_large")];
  const parts = [broken && `not written as JSON: ${broken}`, large && `too long: ${large}`].filter(Boolean).join("; ");
  return `Some of the theme’s files could not be read (${parts}). A block that stands in one of them is not counted here.`;
}

/** What the blocks have to show: nothing before a program is in force, little while it is paused. */
export type ProgramInShop = "none" | "paused" | "live";

/** Why the shop would show nothing where a block stands. */
export function emptySentence(program: ProgramInShop): string {
  if (program === "none") return "Shows nothing until a program is in force.";
  return program === "paused" ? "Shows nothing to this customer while the program is paused." : "Shows nothing here for this customer.";
}

/** Where the blocks of the page of points go: `template` is that page's, undefined where none is known. What is added to the template of all pages stands on all of them. */
export const pageSentence = (template: string | undefined): string =>
  template === undefined
    ? "How to earn, Rewards, Tiers and History of points make a page of their own: make a page template for it in the theme editor first. What is added to the default template stands on all your pages."
    : `How to earn, Rewards, Tiers and History of points make a page of their own. Yours has the template “${template.replace(/^page\./, "")}”, and they are added there.`;

/** A theme without templates of sections takes none of the blocks that stand on pages. */
export const OLD_THEME = "Your live theme is of an older kind, whose pages take no blocks. Of these, only the rewards panel can be added to it.";
