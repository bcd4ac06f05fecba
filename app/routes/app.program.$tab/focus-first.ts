import { focusFirstOf } from "#app/ui/focus-first-of.ts";
import type { ProgramErrors } from "./program-draft.ts";
import { type Tab, tabOf, TABS } from "./tab.ts";

/** The tab on which a place of the program is edited. */
const tabWith = (path: string): Tab => (path.startsWith("tier") ? "tiers" : path.startsWith("rewards") ? "rewards" : path.startsWith("expiry") ? "expiry" : "rules");

/** The tab to look at when these places have to be put right: the shown one if any of them is on it, else the first that has one. */
export function tabToMend(paths: readonly string[], shown: Tab): Tab {
  const tabs = paths.map(tabWith);
  return tabs.includes(shown) ? shown : (TABS.find(({ id }) => tabs.includes(id))?.id ?? shown);
}

/** Goes to the tab with something to be put right, and there to the first field of it on the page, once its form is open. */
export function focusFirst(errors: ProgramErrors, { tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }): void {
  const paths = Object.keys(errors);
  const there = tabToMend(paths, tab);
  if (there !== tab) onTab(there);
  focusField(...paths.filter((path) => tabWith(path) === there));
}

/** So many pictures of the page, some seconds, may pass until another tab has come from the server. */
const FRAMES_MAX = 300;

/** Goes to the first of these places on the page, as soon as one of them is there. */
export function focusField(...paths: string[]): void {
  afterDrawing((frames) => {
    const ids = paths.flatMap((path) => fieldOf(path) ?? []);
    if (ids.length > 0) focusFirstOf(ids);
    return ids.length > 0 || frames === FRAMES_MAX;
  });
}

/** Tries `act` with each picture of the page after the next one, until it has done what it should. */
function afterDrawing(act: (frames: number) => boolean, frames = 0): void {
  requestAnimationFrame(() => {
    if (frames === 0 || !act(frames)) afterDrawing(act, frames + 1);
  });
}

/** The id of what to go to for a place of the program: its field, that of the list inside of which it is, or for a whole list the button that adds to it. */
function fieldOf(path: string): string | undefined {
  const isThere = (id: string) => document.getElementById(id) !== null;
  const ofList = [addButtonOf(path), `${path}.0`].find(isThere);
  if (ofList) return ofList;
  let at = path;
  // A tab may be called as a list of the program is.
  while (at !== "" && (!isThere(at) || tabOf(at))) at = at.slice(0, Math.max(0, at.lastIndexOf(".")));
  return at || undefined;
}

/** The id of the button that adds to a list. */
export const addButtonOf = (list: string): string => `${list}-add`;

/** Where the tab that is shown begins. */
export const PANEL_ID = "program-panel";

/** Goes to where the tab begins: what had the focus is gone, and the next Tab goes on from here. */
export function focusPanel(): void {
  const panel = document.getElementById(PANEL_ID);
  if (!panel) return;
  panel.tabIndex = -1;
  panel.focus();
}
