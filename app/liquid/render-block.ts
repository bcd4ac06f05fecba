import type { Liquid } from "liquidjs";
import { type Reading, shopifyLiquid } from "./shopify-liquid.ts";
import { schemaOf } from "./theme-files.ts";

const ENGINES_MAX = 100;

export interface Drawing extends Reading {
  /** Shopify's objects: shop, customer, product, cart, request, routes. */
  globals: object;
  /** What the merchant has set in the theme editor; the block's defaults stand in for the rest. */
  settings: Record<string, unknown>;
}

// Reading and parsing the files costs ten times what drawing does, and they are part of what is deployed.
const engines = new WeakMap<Reading["assetUrl"], Map<string, Liquid>>();

function engineFor(reading: Reading, root: URL): Liquid {
  const known = engines.get(reading.assetUrl) ?? new Map<string, Liquid>();
  engines.set(reading.assetUrl, known);
  const key = `${reading.locale} ${reading.currency} ${root.href}`;
  const engine = known.get(key) ?? shopifyLiquid(reading, root);
  // A reader may name any language and any currency.
  if (known.size >= ENGINES_MAX) known.clear();
  known.set(key, engine);
  return engine;
}

/** Renders one block, as Shopify does on a page of the shop. Throws for a block that there is not, and for Liquid that is not known. */
export function renderBlock(block: string, { globals, settings, ...reading }: Drawing, root: URL): string {
  const engine = engineFor(reading, root);
  const defaults = Object.fromEntries(schemaOf(block, root).settings.flatMap(({ id, default: value }) => (id === undefined ? [] : [[id, value ?? null]])));
  const globalsWithBlock = { ...globals, block: { id: `app_${block.replaceAll("-", "_")}`, settings: { ...defaults, ...settings } } };
  return String(engine.renderFileSync(block, {}, { globals: globalsWithBlock })).trim();
}
