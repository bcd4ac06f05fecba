interface Sides<Value> {
  /** What the form was drawn from. */
  drawn: Value;
  /** What stands in it. */
  edited: Value;
  /** What is saved by now. */
  saved: Value;
  /** What it sent last, where the answer may still be under way. */
  sent?: Value | undefined;
}

type Fields = Record<string, unknown>;

/**
 * What is saved by now, with what was changed in a form that was drawn over something earlier.
 *
 * Where a field was left as it had been drawn, what is saved counts; where both sides changed it, what stands in the form. Items of a
 * list that have an id count one by one: what others added comes behind, what they removed goes where it was left alone. Any other
 * list is one value, and so is an object with a `kind`, because its fields mean something only together. Values are compared by
 * their JSON. A field that was sent and then put back to what it was before stays so.
 */
export function withEdits<Value>({ drawn, edited, saved, sent }: Sides<Value>): Value {
  if (isSame(edited, drawn)) return sent !== undefined && !isSame(sent, drawn) && isSame(sent, saved) ? edited : saved;
  const [was, mine, theirs] = [itemsOf(drawn), itemsOf(edited), itemsOf(saved)];
  if (was && mine && theirs) return withEditedItems({ drawn: was, edited: mine, saved: theirs }) as Value;
  if (!isFields(drawn) || !isFields(edited) || !isFields(saved) || "kind" in edited) return edited;
  const sentFields: Fields = isFields(sent) ? sent : {};
  const merged = Object.keys(edited).map((name) => [name, name in drawn && name in saved ? withEdits({ drawn: drawn[name], edited: edited[name], saved: saved[name], sent: sentFields[name] }) : edited[name]]);
  return Object.fromEntries(merged) as Value;
}

function withEditedItems({ drawn, edited, saved }: { drawn: Map<string, unknown>; edited: Map<string, unknown>; saved: Map<string, unknown> }): unknown[] {
  const kept = [...edited].flatMap(([id, item]) => {
    if (!drawn.has(id)) return [item];
    if (saved.has(id)) return [withEdits({ drawn: drawn.get(id), edited: item, saved: saved.get(id) })];
    return isSame(item, drawn.get(id)) ? [] : [item];
  });
  return [...kept, ...[...saved].flatMap(([id, item]) => (drawn.has(id) || edited.has(id) ? [] : [item]))];
}

/** Whether two values have the same JSON. */
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

/** The items of a list by their ids, as they stand in a program or in its form; undefined where they are not all told apart by one. */
function itemsOf(value: unknown): Map<string, unknown> | undefined {
  if (!Array.isArray(value)) return undefined;
  const entries = value.flatMap((item): [string, unknown][] => {
    const id = isFields(item) ? (item["id"] ?? (isFields(item["values"]) ? item["values"]["id"] : undefined)) : undefined;
    return typeof id === "string" ? [[id, item]] : [];
  });
  const items = new Map(entries);
  return items.size === value.length ? items : undefined;
}
