import type { Shop } from "./shop.ts";

export interface MetafieldRecord {
  id: string;
  ownerGid: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
  updatedAtMs: number;
}

export interface MetafieldDefinitionRecord {
  id: string;
  ownerType: string;
  namespace: string;
  key: string;
  name: string;
  type: string;
  access: { storefront: string; customerAccount: string };
}

interface Book {
  fields: Map<string, MetafieldRecord>;
  definitions: MetafieldDefinitionRecord[];
}

const books = new WeakMap<Shop, Book>();

/** The metafields of a shop and their definitions. */
export function metafieldsOf(shop: Shop): Book {
  const book = books.get(shop) ?? { fields: new Map<string, MetafieldRecord>(), definitions: [] };
  books.set(shop, book);
  return book;
}

/** "$app:loyalty" is "app--1--loyalty" of the app that asks; the stand-in has one app. */
export const plainNamespace = (namespace: string): string => namespace.replace(/^\$app(:|$)/, (_all, colon: string) => (colon ? "app--1--" : "app--1"));

const keyOf = (ownerGid: string, namespace: string, key: string): string => JSON.stringify([ownerGid, plainNamespace(namespace), key]);

export const findMetafield = (shop: Shop, { ownerGid, namespace, key }: { ownerGid: string; namespace: string; key: string }): MetafieldRecord | undefined =>
  metafieldsOf(shop).fields.get(keyOf(ownerGid, namespace, key));

export function setMetafield(shop: Shop, input: { ownerGid: string; namespace: string; key: string; type: string; value: string }): MetafieldRecord {
  const found = findMetafield(shop, input);
  const record: MetafieldRecord = { ...input, namespace: plainNamespace(input.namespace), id: found?.id ?? shop.nextId("made"), updatedAtMs: shop.nowMs() };
  metafieldsOf(shop).fields.set(keyOf(input.ownerGid, input.namespace, input.key), record);
  return record;
}
