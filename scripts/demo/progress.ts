/** What the person at the terminal sees while they wait. Everything goes to standard error; standard output is for --json. */
export type Progress = {
  /** A step that is under way; later words of the same step replace it on a terminal. */
  step: (words: string) => void;
  /** A sentence that stays. */
  say: (sentence: string) => void;
};

const QUIET_MS = 1_000;

/** On a terminal one line is written over and over; elsewhere (a log file, a pipe) a line at most every second. */
export function startProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  let shown = "";
  let shownAtMs = -Infinity;
  const clear = () => {
    if (stream.isTTY && shown) stream.write("\r\x1b[K");
    shown = "";
  };
  return {
    step: (words) => {
      if (words === shown) return;
      const isSameStep = shown.split(":")[0] === words.split(":")[0];
      if (stream.isTTY) {
        clear();
        stream.write(words.slice(0, Math.max(20, stream.columns - 1)));
      } else {
        if (isSameStep && performance.now() - shownAtMs < QUIET_MS) return;
        stream.write(`${words}\n`);
      }
      shown = words;
      shownAtMs = performance.now();
    },
    say: (sentence) => {
      clear();
      stream.write(`${sentence}\n`);
    },
  };
}

/** 7410 -> "7,410" */
export function grouped(count: number): string {
  return count.toLocaleString("en-GB");
}
