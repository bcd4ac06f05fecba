import { type Reading, shopifyLiquid } from "./shopify-liquid.ts";
import { schemaOf } from "./theme-files.ts";

export interface Drawing extends Reading {
  /** Shopify's objects: shop, customer, product, cart, request, routes. */
  globals: object;
  /** What the merchant has set in the theme editor; the block's defaults stand in for the rest. */
  settings: Record<string, unknown>;
}

/** Renders one block, as Shopify does on a page of the shop. Throws for a block that there is not, and for Liquid that is not known. */
export function renderBlock(block: string, { globals, settings, ...reading }: Drawing, root: URL): string {
  const engine = shopifyLiquid(reading, root);
  const defaults = Object.fromEntries(schemaOf(block, root).settings.flatMap(({ id, default: value }) => (id === undefined ? [] : [[id, value ?? null]])));
  const globalsWithBlock = { ...globals, block: { id: `app_${block.replaceAll("-", "_")}`, settings: { ...defaults, ...settings } } };
  return String(engine.renderFileSync(block, {}, { globals: globalsWithBlock })).trim();
}
