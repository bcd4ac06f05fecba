/** What became of a click, as a short message. `asked` is how many deliveries or orders it was about. */
export function outcomeWords(outcome: "replayed" | "unknown" | "asked", asked: number): string {
  switch (outcome) {
    case "replayed":
      return "Reading again";
    case "unknown":
      return "This delivery is not kept any more";
    case "asked":
      return asked === 1 ? "Asked Shopify for the order" : `Asked Shopify for ${asked} orders`;
  }
}

/** What came of reading deliveries again: of all that were `asked` for, those that came `back`. */
export function retriedWords({ asked, back }: { asked: number; back: number }): string {
  if (asked === 1) return back === 0 ? "The delivery was read" : "It still can’t be read";
  if (back === 0) return `All ${asked} deliveries were read`;
  return back === asked ? `None of the ${asked} deliveries could be read this time either` : `${back} of ${asked} deliveries still can’t be read`;
}
