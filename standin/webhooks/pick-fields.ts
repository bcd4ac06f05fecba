import { isRawNumber } from "./raw-number.ts";

type Json = Record<string, unknown>;

/** The fields of `include_fields` as a tree: null keeps all that is below, a map only what it names. */
export type FieldTree = Map<string, FieldTree | null>;

/** "customer.id" and the like as a tree; the shorter of two paths wins. */
export function fieldTree(paths: readonly string[]): FieldTree {
  const root: FieldTree = new Map();
  for (const path of paths) {
    let tree = root;
    const names = path.split(".");
    for (const [depth, name] of names.entries()) {
      const below = tree.get(name);
      if (below === null) break;
      const isLast = depth === names.length - 1;
      const next: FieldTree | null = isLast ? null : below ?? new Map();
      tree.set(name, next);
      if (next) tree = next;
    }
  }
  return root;
}

/** What `include_fields` of a subscription leaves of a payload; a path goes through lists. Null leaves everything. */
export function pickFields(payload: Json, fields: FieldTree | null): Json {
  if (fields === null) return payload;
  const picked: Json = {};
  for (const key in payload) {
    const below = fields.get(key);
    if (below !== undefined) picked[key] = below === null ? payload[key] : pickBelow(payload[key], below);
  }
  return picked;
}

function pickBelow(value: unknown, fields: FieldTree): unknown {
  if (Array.isArray(value)) return value.map((one) => pickBelow(one, fields));
  if (value === null || typeof value !== "object" || isRawNumber(value)) return value;
  return pickFields(value as Json, fields);
}
