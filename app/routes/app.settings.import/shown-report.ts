import type { ImportReport } from "#app/queries/imports.server.ts";

const SHOWN_LINES = 50;

/** A report as the page shows it: the first lines with a problem, and the first that move points; the sums are of all. */
export function shownReport({ run, sums, lines }: ImportReport) {
  return {
    run,
    sums,
    problems: lines.flatMap(({ line, problem }) => (problem === null ? [] : [{ line, problem }])).slice(0, SHOWN_LINES),
    moves: lines.filter(({ problem, differencePoints }) => problem === null && differencePoints !== 0).slice(0, SHOWN_LINES),
  };
}

export type ShownReport = ReturnType<typeof shownReport>;
