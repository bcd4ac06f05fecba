import type { SummaryState } from "#app/queries/customers-in-shopify.server.ts";
import type { Formats } from "#app/ui/formats.ts";

/** How far Shopify follows, in a sentence. */
export function stateSentence(state: SummaryState, formats: Formats): string {
  switch (state.kind) {
    case "no_program":
      return "No program is published yet, so there is nothing to show.";
    case "scope_missing":
      return "Shopify does not show points: Thrice may not change customers there. The Program page asks for it.";
    case "writing":
      return `${formats.whole(state.done)} of ${formats.counted(state.total, "customer", "customers")} written so far.`;
    case "waiting":
      return `${formats.counted(state.waiting, "customer is", "customers are")} still to be written.${state.failure ? ` The last time, ${lowered(state.failure)} It is tried again.` : ""}`;
    case "up_to_date":
      return "Shopify shows the same as Thrice.";
  }
}

const lowered = (sentence: string): string => (sentence.startsWith("Shopify") ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1));
