/** What became of a click, as a short message. */
export function outcomeWords(outcome: "replayed" | "asked"): string {
  switch (outcome) {
    case "replayed":
      return "Reading again";
    case "asked":
      return "Asked Shopify for the order";
  }
}
