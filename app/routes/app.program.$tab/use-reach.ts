import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import type { ProgramReach } from "#app/queries/program-reach.server.ts";
import type { Card } from "../app._index/card.ts";
import type { loader } from "../app.program.reach/route.ts";
import { programIn } from "./program-draft.ts";
import type { ProgramForm } from "./program-form.ts";
import { reachSearchOf } from "./reach-question.ts";

const QUIET_MS = 500;

/** Whom the program in the form would reach, counted anew when typing has stopped; undefined while it is counted. */
export function useReach({ draft, place }: ProgramForm): { reach: Card<ProgramReach> | undefined; onRetry: () => void } {
  const { load, data, state } = useFetcher<typeof loader>();
  const search = reachSearchOf(programIn(draft, place));
  useEffect(() => {
    const timer = setTimeout(() => load(`/app/program/reach?${search}`), QUIET_MS);
    return () => clearTimeout(timer);
  }, [load, search]);
  return { reach: state === "idle" ? data : undefined, onRetry: () => load(`/app/program/reach?${search}`) };
}
