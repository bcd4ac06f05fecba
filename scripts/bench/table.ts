/** A figure as a benchmark reports it (tests/benchmarks/figure.ts). */
export interface MeasuredFigure {
  what: string;
  ours: string;
  floor?: string;
  ratio?: number;
  target?: { atLeast: number } | { atMost: number };
  held?: number;
  note?: string;
}

const HEAD = ["Figure", "Ours", "Floor", "Ratio", "Target", "Reached"];

/** Prints the figures, one a line, and answers whether all targets are reached. */
export function printTable(figures: MeasuredFigure[], isMarkdown: boolean): boolean {
  const rows = figures.map((figure) => [figure.what, figure.ours, figure.floor ?? "", figure.ratio?.toFixed(2) ?? "", targetWords(figure), reachedWords(figure)]);
  process.stdout.write(isMarkdown ? markdown(rows) : aligned(rows, figures));
  return figures.every((figure) => isReached(figure) !== false);
}

/** Undefined where there is no target. Held against it is the ratio, unless the figure names another number. */
export function isReached({ target, held, ratio }: MeasuredFigure): boolean | undefined {
  const value = held ?? ratio;
  if (!target || value === undefined) return undefined;
  return "atLeast" in target ? value >= target.atLeast : value <= target.atMost;
}

const targetWords = ({ target }: MeasuredFigure) => (target ? ("atLeast" in target ? `at least ${target.atLeast}` : `at most ${target.atMost}`) : "");
const REACHED = { true: "yes", false: "NO", undefined: "" };
const reachedWords = (figure: MeasuredFigure) => REACHED[`${isReached(figure)}`];

const markdown = (rows: string[][]) => [HEAD, HEAD.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |\n`).join("");

function aligned(rows: string[][], figures: MeasuredFigure[]): string {
  const widths = HEAD.map((word, column) => Math.max(word.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()}\n`;
  return `\n${line(HEAD)}${rows.map((row, at) => line(row) + (figures[at]?.note ? `    ${figures[at].note}\n` : "")).join("")}`;
}
