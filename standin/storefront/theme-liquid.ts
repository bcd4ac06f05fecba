import { fileURLToPath } from "node:url";
import type { Liquid } from "liquidjs";
import { type Drawing, renderBlock as drawBlock } from "#app/liquid/render-block.ts";
import { shopifyLiquid } from "#app/liquid/shopify-liquid.ts";
import { type BlockSchema, listBlocks as blocksOf, schemaOf as schemaIn } from "#app/liquid/theme-files.ts";

/** Where the app's blocks for themes lie, in Shopify's own folders. */
export const THEME_EXTENSION = new URL("../../extensions/theme-widget/", import.meta.url);

/** The stand-in's own theme: whole pages around the blocks. */
const THEME = fileURLToPath(new URL("theme/", import.meta.url));

const assetUrl = (name: string): string => `/storefront/assets/${name}`;

export const listBlocks = (root = THEME_EXTENSION): string[] => blocksOf(root);

export const schemaOf = (block: string, root = THEME_EXTENSION): BlockSchema => schemaIn(block, root);

/** Renders one block on a page of the stand-in's shop. */
export const renderBlock = (block: string, drawing: Omit<Drawing, "assetUrl">, root = THEME_EXTENSION): string => drawBlock(block, { ...drawing, assetUrl }, root);

/** Liquid for the pages of the stand-in's theme. */
export const engineFor = (reading: { locale: string; currency: string }, root: URL): Liquid => shopifyLiquid({ ...reading, assetUrl }, root, [THEME]);
