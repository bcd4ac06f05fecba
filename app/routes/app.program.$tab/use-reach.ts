import { useFetcher } from "@remix-run/react";
import { useEffect } from "react";
import type { ProgramReach } from "#app/queries/program-reach.server.ts";
import type { Card } from "../app._index/card.ts";
import type { loader } from "../app.program.reach/route.ts";
import type { ProgramRead } from "./program-draft.ts";
import { reachSearchOf } from "./reach-question.ts";

const QUIET_MS = 500;

/** Whom the program in the form would reach, counted anew when typing has stopped; undefined while it is counted and while something in the form can't be read. */
export function useReach(read: ProgramRead): { reach: Card<ProgramReach> | undefined; onRetry: () => void } {
  const { load, data, state } = useFetcher<typeof loader>();
  const search = read.outcome === "valid" ? reachSearchOf(read.program) : undefined;
  useEffect(() => {
    if (search === undefined) return;
    const timer = setTimeout(() => load(`/app/program/reach?${search}`), QUIET_MS);
    return () => clearTimeout(timer);
  }, [load, search]);
  return { reach: state === "idle" && search !== undefined ? data : undefined, onRetry: () => search !== undefined && load(`/app/program/reach?${search}`) };
}
