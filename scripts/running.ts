import { spawnSync } from "node:child_process";
import fs from "node:fs";

/** True when a process with this id exists, whoever owns it. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * The command line of a running process, or undefined when there is none or the system does not tell.
 * Process ids are given out again, so an id from a file means nothing until the command line agrees.
 */
export function commandLineOf(pid: number): string | undefined {
  if (!isRunning(pid)) return undefined;
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim() || undefined;
  } catch {
    const answer = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return answer.stdout?.trim() || undefined;
  }
}

/** Resolves true as soon as the process is gone, false when it still runs after `timeoutMs`. */
export async function hasEnded(pid: number, timeoutMs: number): Promise<boolean> {
  const until = performance.now() + timeoutMs;
  while (isRunning(pid)) {
    if (performance.now() > until) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}

/** Asks a process to end, and makes it end when it has not done so after `timeoutMs`. Does nothing when it is gone. */
export async function endByPid(pid: number, signal: NodeJS.Signals, timeoutMs: number): Promise<void> {
  if (!isRunning(pid)) return;
  signalQuietly(pid, signal);
  if (await hasEnded(pid, timeoutMs)) return;
  signalQuietly(pid, "SIGKILL");
  await hasEnded(pid, 5_000);
}

function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
