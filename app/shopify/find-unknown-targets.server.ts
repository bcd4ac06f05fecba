import { gidOf } from "#app/domain/ids.ts";
import type { RuleTargets } from "#app/domain/program/rule-targets.ts";
import { IDS_PER_CALL, whichExist } from "./documents/which-exist.ts";
import { runAdmin } from "./run-admin.server.ts";

/** Asks which of the named products and collections the shop does not have. Throws as runAdmin does. */
export const findUnknownTargets =
  (shop: { domain: string }) =>
  async ({ productIds, collectionIds }: RuleTargets): Promise<RuleTargets> => {
    const products = await missing(shop, "Product", productIds);
    return { productIds: products, collectionIds: await missing(shop, "Collection", collectionIds) };
  };

async function missing(shop: { domain: string }, type: "Product" | "Collection", wanted: string[]): Promise<string[]> {
  const unknown: string[] = [];
  for (let at = 0; at < wanted.length; at += IDS_PER_CALL) {
    const ids = wanted.slice(at, at + IDS_PER_CALL);
    const { nodes } = await runAdmin(shop, whichExist, { ids: ids.map((id) => gidOf(id, type)) });
    unknown.push(...ids.filter((_id, place) => !nodes[place]));
  }
  return unknown;
}
