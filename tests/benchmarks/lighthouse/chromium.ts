import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { findChromium } from "#scripts/chromium.ts";

const PROFILE = path.join(".data", "bench", "chromium");
const START_MS_MAX = 30_000;
const BETWEEN_LOOKS_MS = 50;

/** No window, no update, no network but this machine, and nothing of its own that could take the processor during a measurement. */
const FLAGS = [
  "--headless=new", "--remote-debugging-port=0", `--user-data-dir=${path.resolve(PROFILE)}`, "--no-sandbox", "--no-first-run", "--no-default-browser-check", "--disable-gpu", "--disable-quic",
  "--disable-extensions", "--disable-sync", "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-features=Translate,OptimizationHints,MediaRouter",
  "--metrics-recording-only", "--mute-audio", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1", "about:blank",
];

/** A browser of the benchmark's own, with a fresh profile; `port` is where it is steered. */
export async function startChromium(): Promise<{ port: number; stop: () => Promise<void> }> {
  const executable = findChromium();
  if (!executable) throw new Error("No Chromium found. npm test installs one where it can; else set CHROMIUM_PATH.");
  fs.rmSync(PROFILE, { recursive: true, force: true });
  fs.mkdirSync(PROFILE, { recursive: true });
  const child = spawn(executable, FLAGS, { stdio: "ignore" });
  const ended = once(child, "exit");
  // Whoever stops the benchmark in the middle leaves no browser behind.
  process.once("SIGTERM", () => {
    child.kill("SIGKILL");
    process.exit(143);
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await ended;
    fs.rmSync(PROFILE, { recursive: true, force: true, maxRetries: 5 });
  };
  const portFile = path.join(PROFILE, "DevToolsActivePort");
  for (const until = performance.now() + START_MS_MAX; performance.now() < until; await pause(BETWEEN_LOOKS_MS)) {
    const port = fs.existsSync(portFile) ? Number(fs.readFileSync(portFile, "utf8").split("\n")[0]) : 0;
    if (port > 0) return { port, stop };
    if (child.exitCode !== null) break;
  }
  await stop();
  throw new Error(`${executable} did not start.`);
}
