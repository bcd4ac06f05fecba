import { useEffect, useState } from "react";

/**
 * How often a form was saved since the page was opened. It tells the form (useFormDraft) to begin anew from what is saved
 * now, also where that is what was saved before: "10.0" typed over "10". `state` and `isSaved` are those of its fetcher.
 */
export function useSaves(state: string, isSaved: boolean): number {
  const [saves, setSaves] = useState(0);
  useEffect(() => {
    if (state === "idle" && isSaved) setSaves((before) => before + 1);
  }, [state, isSaved]);
  return saves;
}
