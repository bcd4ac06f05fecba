/**
 * What is saved by now, with what was changed in a form that was drawn over something earlier. Where a field of an object was left
 * as it had been drawn, what is saved counts; any other value, such as a list, is taken whole. Values are compared by their JSON.
 */
export function withEdits<Value>({ drawn, edited, saved }: { drawn: Value; edited: Value; saved: Value }): Value {
  if (isSame(edited, drawn)) return saved;
  if (!isFields(drawn) || !isFields(edited) || !isFields(saved)) return edited;
  const fields = Object.keys(edited).map((name) => [name, name in drawn && name in saved ? withEdits({ drawn: drawn[name], edited: edited[name], saved: saved[name] }) : edited[name]]);
  return Object.fromEntries(fields) as Value;
}

/** Whether two values have the same JSON. */
export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const isFields = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
