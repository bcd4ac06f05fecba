import type { ProgramErrors } from "./program-draft.ts";
import type { Tab } from "./tab.ts";

/** The tab on which a place of the program is edited. */
const tabWith = (path: string): Tab => (path.startsWith("tier") ? "tiers" : path.startsWith("rewards") ? "rewards" : path.startsWith("expiry") ? "expiry" : "rules");

/** Goes to the tab and the field of the first thing that has to be put right, once its form is open. */
export function focusFirst(errors: ProgramErrors, onTab: (tab: Tab) => void): void {
  const [first = ""] = Object.keys(errors);
  onTab(tabWith(first));
  focusField(first);
}

/** So many pictures of the page, some seconds, may pass until another tab has come from the server. */
const FRAMES_MAX = 300;

/** Goes to a field as soon as it is there. */
export function focusField(id: string, frames = 0): void {
  requestAnimationFrame(() => {
    const field = document.getElementById(id);
    if (frames > 0 && field) field.focus();
    else if (frames < FRAMES_MAX) focusField(id, frames + 1);
  });
}
