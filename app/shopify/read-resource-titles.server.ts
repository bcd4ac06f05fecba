import { gidOf, idOfGid } from "#app/domain/ids.ts";
import { resourceTitles } from "./documents/resource-titles.ts";
import { IDS_PER_CALL } from "./documents/which-exist.ts";
import { runAdmin } from "./run-admin.server.ts";

const TYPES = { product: "Product", collection: "Collection", variant: "ProductVariant" } as const;

/** A thing of Shopify that a program can name. */
export type ResourceKind = keyof typeof TYPES;

/** What products, collections or variants are called, by id; null for one that the shop does not have (any more). Throws as runAdmin does. */
export async function readResourceTitles(shop: { domain: string }, kind: ResourceKind, wanted: string[]): Promise<Record<string, string | null>> {
  const titles: Record<string, string | null> = Object.fromEntries(wanted.map((id) => [id, null]));
  for (let at = 0; at < wanted.length; at += IDS_PER_CALL) {
    const ids = wanted.slice(at, at + IDS_PER_CALL).map((id) => gidOf(id, TYPES[kind]));
    const { nodes } = await runAdmin(shop, resourceTitles, { ids });
    for (const node of nodes) if (node) titles[idOfGid(node.id, TYPES[kind])] = node.title;
  }
  return titles;
}
