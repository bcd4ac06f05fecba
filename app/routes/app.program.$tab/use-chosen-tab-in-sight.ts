import { useEffect } from "react";
import type { Tab } from "./tab.ts";

/** Polaris lays its tabs out once it has measured them. */
const LAID_OUT_MS = 100;

/** On a narrow screen the tabs are wider than it; the chosen one is brought into sight. */
export function useChosenTabInSight(tab: Tab): void {
  useEffect(() => {
    const timer = setTimeout(() => document.getElementById(tab)?.scrollIntoView({ block: "nearest", inline: "nearest" }), LAID_OUT_MS);
    return () => clearTimeout(timer);
  }, [tab]);
}
