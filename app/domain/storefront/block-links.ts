import type { BlockPlace } from "./theme-blocks.ts";

/** Where a block belongs: a page of the shop and a place on it, or the whole shop. */
export type BlockHome = { kind: "page"; template: string; target: "mainSection" | "newAppsSection" } | { kind: "everywhere" };

/** In the order in which a shopper meets them. A block on a product or in the cart goes into the page's own section, the others into one of their own. */
const HOMES: Record<string, BlockHome> = {
  "points-on-product": { kind: "page", template: "product", target: "mainSection" },
  "cart-points": { kind: "page", template: "cart", target: "mainSection" },
  balance: { kind: "page", template: "index", target: "newAppsSection" },
  "road-to-third": { kind: "page", template: "index", target: "newAppsSection" },
  earn: { kind: "page", template: "page", target: "newAppsSection" },
  rewards: { kind: "page", template: "page", target: "newAppsSection" },
  tiers: { kind: "page", template: "page", target: "newAppsSection" },
  history: { kind: "page", template: "page", target: "newAppsSection" },
  launcher: { kind: "everywhere" },
};

/** Blocks in the order in which a shopper meets them; one without a place of its own comes last. */
export function inShopOrder(blocks: readonly string[]): string[] {
  const order = Object.keys(HOMES);
  const at = (block: string) => (order.includes(block) ? order.indexOf(block) : order.length);
  return blocks.toSorted((a, b) => at(a) - at(b));
}

export const homeOf = (block: string): BlockHome => HOMES[block] ?? { kind: "page", template: "index", target: "newAppsSection" };

export type EditorOf = { domain: string; clientId: string };

const editorOf = (domain: string): string => `https://${domain}/admin/themes/current/editor`;

/** The template of a page that was made for points, such as "page.rewards": where one of the blocks for such a page stands. */
export function pageOfPoints(places: readonly Pick<BlockPlace, "block" | "on">[]): string | undefined {
  const on = places.map((place) => (isForPages(place.block) && place.on.kind === "page" ? place.on.page : ""));
  return on.find((page) => page.startsWith("page."));
}

function isForPages(block: string): boolean {
  const home = homeOf(block);
  return home.kind === "page" && home.template === "page";
}

/**
 * The address of the theme editor with a block added, or, for one of the whole shop, switched on; the merchant still has to
 * save there. `clientId` is the app's; `places` are where blocks of ours stand already, as far as that is known.
 *
 * @see https://shopify.dev/docs/apps/build/online-store/theme-app-extensions/configuration#deep-linking
 */
export function addBlockUrl(block: string, { domain, clientId }: EditorOf, places: readonly Pick<BlockPlace, "block" | "on">[] = []): string {
  const home = homeOf(block);
  const id = `${encodeURIComponent(clientId)}/${encodeURIComponent(block)}`;
  if (home.kind === "everywhere") return `${editorOf(domain)}?context=apps&activateAppId=${id}`;
  const template = (isForPages(block) ? pageOfPoints(places) : undefined) ?? home.template;
  return `${editorOf(domain)}?template=${encodeURIComponent(template)}&addAppBlockId=${id}&target=${home.target}`;
}

/** The address of the theme editor where a block stands already, so that it is not added twice. */
export function openBlockUrl({ on }: Pick<BlockPlace, "on">, { domain }: Pick<EditorOf, "domain">): string {
  return `${editorOf(domain)}?${on.kind === "everywhere" ? "context=apps" : `template=${encodeURIComponent(on.kind === "page" ? on.page : "index")}`}`;
}
