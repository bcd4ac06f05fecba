import { useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";
import type { Program } from "#app/domain/program/program.ts";
import { ruleTargetsOf } from "#app/domain/program/rule-targets.ts";
import type { loader } from "../app.program.resources/route.ts";
import { NO_TITLES, type Picked, type ResourceKind, type ResourceTitles } from "./resource.ts";

/** What is known of the products, variants and collections of a form: read from Shopify for the saved program, and told by the picker. */
export type KnownTitles = { titles: ResourceTitles; learn: (kind: ResourceKind, picked: Picked[]) => void };

export function useResourceTitles(saved: Program | undefined): KnownTitles {
  const { load, data } = useFetcher<typeof loader>();
  const [picked, setPicked] = useState(NO_TITLES);
  const [products, setProducts] = useState<string[]>([]);
  const question = questionOf(saved ?? NOTHING_NAMED, products);
  useEffect(() => {
    if (question) load(`/app/program/resources?${question}`);
  }, [load, question]);
  const read = data?.outcome === "ready" ? data.value : NO_TITLES;
  const titles = { product: { ...read.product, ...picked.product }, variant: { ...read.variant, ...picked.variant }, collection: { ...read.collection, ...picked.collection } };
  const learn = (kind: ResourceKind, chosen: Picked[]) => {
    // The picker of variants says of the product only which one it is.
    setProducts((asked) => [...new Set([...asked, ...chosen.flatMap(({ productId }) => productId ?? [])])]);
    setPicked((known) => ({ ...known, [kind]: { ...known[kind], ...Object.fromEntries(chosen.map(({ id, title }) => [id, title])) } }));
  };
  return { titles, learn };
}

const NOTHING_NAMED = { earnRules: [], rewards: [] };

function questionOf(saved: Pick<Program, "earnRules" | "rewards">, products: string[]): string {
  const { productIds, collectionIds } = ruleTargetsOf(saved);
  const variantIds = saved.rewards.flatMap((reward) => (reward.kind === "free_product" && reward.variantId !== null ? [reward.variantId] : []));
  const asked = { product: [...new Set([...productIds, ...products])], variant: variantIds, collection: collectionIds };
  return new URLSearchParams(Object.entries(asked).flatMap(([kind, ids]) => (ids.length > 0 ? [[kind, ids.join(",")]] : []))).toString();
}
