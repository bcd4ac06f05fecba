import { compareIds } from "#standin/shop/shop.ts";
import type { ConnectionList, CursorKey, FieldArguments } from "./fields.ts";
import { badRequest } from "./graphql-errors.ts";

/** Shopify's limit on `first` and `last`. */
const PAGE_MAX = 250;

const compareKeys = (a: CursorKey, b: CursorKey): number => a.value - b.value || compareIds(a.id, b.id);

const encodeCursor = (key: CursorKey): string =>
  Buffer.from(JSON.stringify({ last_id: key.id, last_value: key.value })).toString("base64");

function decodeCursor(cursor: unknown): CursorKey {
  try {
    const read = JSON.parse(Buffer.from(String(cursor), "base64").toString("utf8")) as { last_id: string; last_value: number };
    return { id: String(read.last_id), value: Number(read.last_value) };
  } catch {
    throw badRequest("Invalid cursor for current pagination sort.");
  }
}

/** One page of a list: nodes, edges and pageInfo as a GraphQL connection has them. */
export function connectionPage({ items, keyOf }: ConnectionList, args: FieldArguments): object {
  const { after, before, reverse } = args;
  let inOrder = reverse ? items.toReversed() : items;
  const sign = reverse ? -1 : 1;
  const wholeLength = inOrder.length;
  if (after != null) {
    const from = decodeCursor(after);
    inOrder = inOrder.filter((item) => compareKeys(keyOf(item), from) * sign > 0);
  }
  const skippedBefore = wholeLength - inOrder.length;
  if (before != null) {
    const until = decodeCursor(before);
    inOrder = inOrder.filter((item) => compareKeys(keyOf(item), until) * sign < 0);
  }
  const size = pageSize(args);
  const nodes = args["last"] != null ? inOrder.slice(-size) : inOrder.slice(0, size);
  const edges = nodes.map((node) => ({ node, cursor: encodeCursor(keyOf(node)) }));
  const cutFront = args["last"] != null && inOrder.length > size;
  const cutBack = args["last"] == null && inOrder.length > size;
  return {
    nodes,
    edges,
    pageInfo: {
      hasNextPage: cutBack || before != null,
      hasPreviousPage: cutFront || skippedBefore > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function pageSize(args: FieldArguments): number {
  const size = args["first"] ?? args["last"];
  if (typeof size !== "number") throw badRequest("you must provide one of first or last");
  if (size < 1 || size > PAGE_MAX) throw badRequest(`first and last must be between 1 and ${PAGE_MAX}`);
  return size;
}
