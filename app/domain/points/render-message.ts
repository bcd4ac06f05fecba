import { remembered } from "../remembered.ts";

/** A message of a catalogue with its arguments; `clauses` go, one after another, where its text says "{clauses}". */
export interface Message<Key extends string> {
  key: Key;
  values: Record<string, string>;
  clauses: Message<Key>[];
}

/** How an order is named at the start of a sentence, where its name is known and where it is not. */
export interface OrderWords {
  order_named: string;
  order_unnamed: string;
}

const ENGLISH_ORDER: OrderWords = { order_named: "Order {name}", order_unnamed: "The order" };

/**
 * A message as text, by the texts of a catalogue. "{order}" is "Order #1042", or "The order" where its name is not known, in
 * English unless the language's own words are given. One pass, so that nothing a person wrote is read as a place for
 * something else.
 */
export function renderMessage<Key extends string>({ key, values, clauses }: Message<Key>, catalogue: Record<Key, string>, orderWords: OrderWords = ENGLISH_ORDER): string {
  const { start, places } = piecesOf(catalogue[key]);
  let text = start;
  for (const { name, rest } of places) {
    if (name === "clauses") for (const clause of clauses) text += renderMessage(clause, catalogue, orderWords);
    else text += name === "order" ? orderText(values[name], orderWords) : (values[name] ?? "");
    text += rest;
  }
  return text;
}

/** A text of a catalogue, cut at its places: what stands before the first, then each one's name with the text that follows it. */
const piecesOf = remembered((text: string) => {
  const [start = "", ...pieces] = text.split(/\{(\w+)\}/);
  return { start, places: pieces.flatMap((name, at) => (at % 2 === 0 ? [{ name, rest: pieces[at + 1] ?? "" }] : [])) };
});

const orderText = (name: string | undefined, { order_named, order_unnamed }: OrderWords): string => (name ? order_named.replace("{name}", () => name) : order_unnamed);
