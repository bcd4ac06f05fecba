import type { ShopPages } from "../app.program.theme/route.ts";

/** Whether customers can see the program in the shop's theme; `theme` is undefined until Shopify has said. */
export function themeStepWords(theme: ShopPages["theme"] | undefined): { isDone: boolean; detail: string } {
  if (!theme) return { isDone: false, detail: "Asking Shopify which blocks are on." };
  if (theme.outcome !== "read") return { isDone: false, detail: "Which blocks are on could not be read just now." };
  if (theme.places.some(({ isOn }) => isOn)) return { isDone: true, detail: `A block of Thrice is on in “${theme.name}”, your live theme.` };
  if (theme.unread.length > 0) return { isDone: false, detail: `No block of Thrice was found in “${theme.name}”, your live theme; some of its files could not be read.` };
  return { isDone: false, detail: `No block of Thrice is on in “${theme.name}”, your live theme: customers can’t see the program there yet.` };
}

/** Says that customers can't see the program in the shop's theme, where that is sure; null where it isn't, or where they can. */
export function missingBlocksSentence(theme: ShopPages["theme"] | undefined): string | null {
  if (theme?.outcome !== "read" || theme.unread.length > 0 || theme.places.some(({ isOn }) => isOn)) return null;
  return `No block of Thrice is on in “${theme.name}”, your live theme: customers can’t see the program there.`;
}
