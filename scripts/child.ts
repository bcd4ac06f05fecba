import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { endWithUs } from "#scripts/orphans.ts";
import { endByPid } from "#scripts/running.ts";

export type ChildOptions = {
  /** What a person calls it, as in "The web process ended". */
  name: string;
  /** Arguments of Node. */
  args: string[];
  env: Record<string, string>;
  /** Everything it prints goes here; the file is emptied first. */
  logFile: string;
};

export type Child = {
  name: string;
  pid: number;
  /** The first line on standard output that is a JSON object. Rejects when the child ends before it. */
  readyLine: Promise<Record<string, unknown>>;
  /** Resolves with a sentence and the last log lines when the child ends without having been asked to; else never. */
  died: Promise<string>;
  /** Asks it to end (SIGTERM) and waits; after 12 s it is made to. The second call does nothing. */
  stop: () => Promise<void>;
  /** SIGKILL, as a crash: nothing is finished, nothing is said. Resolves when it is gone. */
  kill: () => Promise<void>;
};

const LAST_LINES = 20;
/** A little more than the app's own limit for stopping in order. */
const STOP_TIMEOUT_MS = 12_000;

/** Starts another Node process with our own Node, in a group of its own: Ctrl-C then reaches only us, and we stop in order. */
export function startChild({ name, args, env, logFile }: ChildOptions): Child {
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.createWriteStream(logFile);
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started.`);
  let asked = false;
  const lines: string[] = [];
  const ready = Promise.withResolvers<Record<string, unknown>>();
  ready.promise.catch(() => {}); // not everybody waits for it
  const listen = (stream: NodeJS.ReadableStream, isOutput: boolean) =>
    createInterface({ input: stream }).on("line", (line) => {
      log.write(`${line}\n`);
      lines.push(line);
      if (lines.length > LAST_LINES) lines.shift();
      if (isOutput && line.startsWith("{")) ready.resolve(parseLine(line));
    });
  listen(child.stdout, true);
  listen(child.stderr, false);
  const releaseGuard = endWithUs(pid, "TERM");
  const ended = new Promise<string>((resolve) =>
    // "close" comes after the last line was read, "exit" may come before.
    child.once("close", (code, signal) => {
      releaseGuard();
      log.end();
      const sentence = `${name} ended (${signal ?? `exit code ${code}`}). Its last lines, from ${logFile}:\n${lines.map((line) => `  ${line}`).join("\n")}`;
      ready.reject(new Error(sentence));
      resolve(sentence);
    }),
  );
  const end = async (signal: NodeJS.Signals) => {
    asked = true;
    if (child.exitCode === null && child.signalCode === null) await endByPid(pid, signal, STOP_TIMEOUT_MS);
    await ended;
  };
  return {
    name,
    pid,
    readyLine: ready.promise,
    died: ended.then((sentence) => (asked ? new Promise<string>(() => {}) : sentence)),
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

function parseLine(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
}
