import type { ProgramErrors } from "./program-draft.ts";
import type { Tab } from "./tab.ts";

/** The tab on which a place of the program is edited. */
const tabWith = (path: string): Tab => (path.startsWith("tier") ? "tiers" : path.startsWith("rewards") ? "rewards" : path.startsWith("expiry") ? "expiry" : "rules");

/** Goes to the tab and the field of the first thing that has to be put right, once its form is open. */
export function focusFirst(errors: ProgramErrors, onTab: (tab: Tab) => void): void {
  const [first = ""] = Object.keys(errors);
  onTab(tabWith(first));
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(first)?.focus()));
}
