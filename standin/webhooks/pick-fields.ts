import { isRawNumber } from "./raw-number.ts";

type Json = Record<string, unknown>;

/** What `include_fields` of a subscription leaves of a payload; a path goes through lists. Null leaves everything. */
export function pickFields(payload: Json, fields: readonly string[] | null): Json {
  if (fields === null) return payload;
  const picked: Json = {};
  for (const [key, value] of Object.entries(payload)) {
    if (fields.includes(key)) picked[key] = value;
    else {
      const below = fields.filter((field) => field.startsWith(`${key}.`)).map((field) => field.slice(key.length + 1));
      if (below.length > 0) picked[key] = pickBelow(value, below);
    }
  }
  return picked;
}

function pickBelow(value: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((one) => pickBelow(one, fields));
  if (value === null || typeof value !== "object" || isRawNumber(value)) return value;
  return pickFields(value as Json, fields);
}
