import axe from "axe-core";
import type { Frame } from "playwright-core";

/** The rules of WCAG 2.1 AA alone, for pages of which only a part is ours. */
export const WCAG_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

/**
 * What axe finds wrong in a frame, without those inside of it, as "rule: where". axe runs in the frame itself: from the page around it,
 * it takes five times as long and leaves out what is asked of whole documents.
 */
export async function axeProblems(frame: Frame, { tags, without = [] }: { tags?: string[]; without?: string[] } = {}): Promise<string[]> {
  await frame.evaluate(axe.source);
  const { violations } = await frame.evaluate(
    (options) => (globalThis as unknown as { axe: typeof axe }).axe.run(document, options),
    { iframes: false, resultTypes: ["violations" as const], rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])), ...(tags && { runOnly: tags }) },
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}
