import { useEffect } from "react";
import type { Tab } from "./tab.ts";

/** Polaris lays its tabs out once it has measured them. */
const LAID_OUT_MS = 100;
// Polaris gives the row no role; by this class it is known. Where it is not found, the row stays as it is.
const ROW = ".Polaris-Tabs__Wrapper";

/** On a narrow screen the row of tabs is wider than it; the chosen one is brought into sight sideways, and the page stays where it is. */
export function useChosenTabInSight(tab: Tab): void {
  useEffect(() => {
    const timer = setTimeout(() => bringIntoSight(document.getElementById(tab)), LAID_OUT_MS);
    return () => clearTimeout(timer);
  }, [tab]);
}

function bringIntoSight(chosen: HTMLElement | null): void {
  const row = chosen?.closest(ROW);
  if (!chosen || !row) return;
  const [shown, seen] = [chosen.getBoundingClientRect(), row.getBoundingClientRect()];
  if (shown.right > seen.right) row.scrollLeft += shown.right - seen.right;
  if (shown.left < seen.left) row.scrollLeft -= seen.left - shown.left;
}
