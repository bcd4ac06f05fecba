import { spawn } from "node:child_process";
import fs from "node:fs";

const LOOK_EVERY_MS = 300;

/**
 * Sees to it that a child process does not outlive this one, not even when this one is killed with SIGKILL.
 *
 * A small shell waits for a word on a pipe; the system closes the pipe when we are gone, however we went, and then the
 * shell sends `signal` to the child. Answers the word: call it once the child has ended by itself, because its id may
 * be given out again. Does nothing on Windows.
 */
export function endWithUs(pid: number, signal: "TERM" | "INT"): () => void {
  if (process.platform === "win32") return () => {};
  const guard = spawn("/bin/sh", ["-c", `read -r word || kill -${signal} ${pid}`], {
    cwd: "/",
    // A group of its own: a signal to our whole group must not take the guard along.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.stdin.on("error", () => {});
  guard.on("error", () => {});
  guard.unref();
  return () => void guard.stdin.end("ended\n");
}

/**
 * Calls `stop` when the npm that started this script is gone.
 *
 * npm passes SIGTERM on to the shell between it and us, and the shell dies without telling us; an npm that was killed with
 * SIGKILL tells nobody. Started without npm, a script may rightly outlive its parent, so then this does nothing.
 */
export function stopWithNpm(stop: () => void): void {
  if (!process.env["npm_lifecycle_event"]) return;
  const parents = parentsOf();
  const timer = setInterval(() => {
    if (parentsOf() === parents) return;
    clearInterval(timer);
    stop();
  }, LOOK_EVERY_MS);
  timer.unref();
}

/** The shell's id and, where the system tells, npm's above it. */
function parentsOf(): string {
  try {
    // The fields after the name, which stands in brackets and may hold blanks: state, then the parent's id.
    const fields = fs.readFileSync(`/proc/${process.ppid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
    return `${process.ppid} ${fields?.[1]}`;
  } catch {
    return String(process.ppid);
  }
}
