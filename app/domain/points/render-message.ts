/** A message of a catalogue with its arguments; `clauses` go, one after another, where its text says "{clauses}". */
export interface Message<Key extends string> {
  key: Key;
  values: Record<string, string>;
  clauses: Message<Key>[];
}

/**
 * A message as text, by the texts of a catalogue. "{order}" is "Order #1042", or "The order" where its name is not known.
 * One pass, so that nothing a person wrote is read as a place for something else.
 */
export function renderMessage<Key extends string>({ key, values, clauses }: Message<Key>, catalogue: Record<Key, string>): string {
  return catalogue[key].replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (name === "clauses") return clauses.map((clause) => renderMessage(clause, catalogue)).join("");
    return name === "order" ? (values[name] ? `Order ${values[name]}` : "The order") : (values[name] ?? "");
  });
}
