/** What became of a click, as a short message. */
export function outcomeWords(outcome: "replayed" | "unknown" | "asked"): string {
  switch (outcome) {
    case "replayed":
      return "Reading again";
    case "unknown":
      return "This delivery is not kept any more";
    case "asked":
      return "Asked Shopify for the order";
  }
}
