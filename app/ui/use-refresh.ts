import { useEffect, useRef } from "react";

/**
 * Calls `refresh` every `everyMs` while the page is in view; null stops it.
 *
 * A hidden page rests and catches up as soon as it is seen again.
 */
export function useRefresh(refresh: () => void, everyMs: number | null): void {
  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  });
  useEffect(() => {
    if (everyMs === null) return;
    const refreshIfSeen = () => {
      if (document.visibilityState === "visible") latest.current();
    };
    const timer = setInterval(refreshIfSeen, everyMs);
    document.addEventListener("visibilitychange", refreshIfSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", refreshIfSeen);
    };
  }, [everyMs]);
}
