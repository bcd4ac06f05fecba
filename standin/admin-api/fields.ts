import type { ShopHouse } from "#standin/shop-house.ts";
import type { ScopeGate } from "./scope-rules.ts";

export interface RequestContext {
  house: ShopHouse;
  scopes: ScopeGate;
  nowMs: number;
  /** The type of a record that was reached through `node` or `nodes`. */
  typeNames: WeakMap<object, string>;
  /** Of the mutation that is being resolved: the key by which a client asks for it once. */
  idempotencyKey?: string;
}

export type FieldArguments = Record<string, unknown>;
export type Resolve<Source = unknown> = (source: Source, args: FieldArguments, context: RequestContext) => unknown;

/** A field that is a connection: `list` gives all items, for a page as well as for a bulk operation. */
export interface ConnectionField<Source = unknown> {
  list: (source: Source, args: FieldArguments, context: RequestContext) => ConnectionList;
}

/** Items in ascending order of their keys; what `reverse` means follows from that. */
export interface ConnectionList {
  items: readonly object[];
  keyOf: (item: object) => CursorKey;
}

/** Sort value and id: together they are unique and make a cursor that survives changes between two pages. */
export interface CursorKey {
  value: number;
  id: string;
}

export type TypeFields = Record<string, Resolve | ConnectionField>;

/** Fields of one type over its record. A field that is not named here fails with "not implemented in the stand-in". */
export const fieldsOf = <Source>(fields: Record<string, Resolve<Source> | ConnectionField<Source>>): TypeFields =>
  fields as unknown as TypeFields;

export const connection = <Source, Item extends object>(
  items: (source: Source, args: FieldArguments, context: RequestContext) => readonly Item[],
  idOf: (item: Item) => string,
): ConnectionField<Source> => ({
  list: (source, args, context) => ({
    items: items(source, args, context),
    keyOf: (item) => ({ value: 0, id: idOf(item as Item) }),
  }),
});

export const gid = (type: string, id: string): string => `gid://shopify/${type}/${id}`;

/** The digits at the end of a GID of this type, or undefined for anything else. */
export function findIdInGid(type: string, text: unknown): string | undefined {
  const match = /^gid:\/\/shopify\/(\w+)\/(\d+)$/.exec(String(text));
  return match?.[1] === type ? match[2] : undefined;
}
