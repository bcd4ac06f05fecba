/** One line of the table: what was measured, beside its floor where it has one. Rates and times are medians. */
export interface Figure {
  what: string;
  ours: string;
  floor?: string;
  /** Median of the ratios of pairs that were measured one right after the other. */
  ratio?: number;
  target?: { atLeast: number } | { atMost: number };
  /** The number that is held against the target, where that is not the ratio. */
  held?: number;
  note?: string;
}

/** Ours and its floor, measured one right after the other. */
export interface Pair {
  ours: number;
  floor: number;
}

/** Repetitions: five for a figure, two for a quick look while developing. */
export const REPETITIONS = process.env["BENCH_QUICK"] ? 2 : 5;
export const IS_QUICK = Boolean(process.env["BENCH_QUICK"]);

export function median(values: number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of the values lies; between two neighbours it is interpolated. Throws without values. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (below === undefined || above === undefined) throw new Error("no values");
  return below + (above - below) * (at - Math.floor(at));
}

/**
 * Measures ours and the floor in turns, so that a busy minute of the machine falls on both, and changes who goes first.
 * A first pair that only warms up is thrown away.
 */
export async function measurePairs(ours: () => Promise<number>, floor: () => Promise<number>, repetitions = REPETITIONS): Promise<Pair[]> {
  await floor();
  await ours();
  const pairs: Pair[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const isFloorFirst = repetition % 2 === 0;
    const before = isFloorFirst ? await floor() : undefined;
    const measured = await ours();
    const pair = { ours: measured, floor: before ?? (await floor()) };
    say(`  ${repetition + 1}: ${rounded(pair.ours)} against ${rounded(pair.floor)}, ratio ${(pair.ours / pair.floor).toFixed(3)}`);
    pairs.push(pair);
  }
  return pairs;
}

/** A figure of pairs of rates. */
export function rateFigure(what: string, pairs: Pair[], { unit, atLeast, note }: { unit: string; atLeast: number; note?: string }): Figure {
  return {
    what,
    ours: `${rounded(median(pairs.map(({ ours }) => ours)))} ${unit}`,
    floor: `${rounded(median(pairs.map(({ floor }) => floor)))} ${unit}`,
    ratio: median(pairs.map(({ ours, floor }) => ours / floor)),
    target: { atLeast },
    ...(note && { note }),
  };
}

/** Three significant digits, thousands apart: 12,300 or 0.82. */
export function rounded(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-GB", { maximumFractionDigits: 4 });
}

/** A line for whoever watches. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Hands a finished figure to the command that started this benchmark, or prints it when there is none. */
export function report(figure: Figure): void {
  if (process.send) process.send({ figure });
  else process.stdout.write(`${JSON.stringify(figure)}\n`);
}
