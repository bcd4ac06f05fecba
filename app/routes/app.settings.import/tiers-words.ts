import type { Formats } from "#app/ui/formats.ts";
import type { ImportState } from "./import-words.ts";

/** What a file of tiers would give, or gave, in one sentence. */
export function tiersSentence(state: ImportState, tiers: { name: string; customers: number }[], formats: Formats): string {
  if (tiers.length === 0) return "Nobody would change tier.";
  const list = tiers.map(({ name, customers }) => `${name} to ${formats.counted(customers, "customer", "customers")}`).join(", ");
  switch (state) {
    case "checked":
      return `This would give ${list}. Nothing has changed yet.`;
    case "running":
      return `Giving ${list}. You can leave this page.`;
    case "done":
      return `Gave ${list}.`;
    case "undoing":
      return "The tiers are being taken back. You can leave this page.";
    case "undone":
      return `Gave ${list}, and took it back.`;
  }
}
