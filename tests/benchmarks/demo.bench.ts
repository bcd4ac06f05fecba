import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "#scripts/free-port.ts";
import { IS_QUICK, report, rounded, say } from "./figure.ts";

// From the command to "ready", installed but never started: database, build, backfill and the live week of the real history.

/** The demo's seconds until it is ready; it is stopped then. */
async function readySeconds(): Promise<number> {
  const startedMs = performance.now();
  const args = ["scripts/demo.ts", "--json", "--no-browser", "--port", String(await freePort())];
  const demo = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, DATABASE_URL: "", LOG_LEVEL: "" } });
  let words = "";
  demo.stderr.on("data", (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2_000)));
  const ended = new Promise<void>((resolve) => demo.once("close", () => resolve()));
  const ready = new Promise<boolean>((resolve) => {
    createInterface({ input: demo.stdout }).on("line", (line) => line.startsWith("{") && resolve(true));
    void ended.then(() => resolve(false));
  });
  const isReady = await ready;
  const seconds = (performance.now() - startedMs) / 1_000;
  demo.kill("SIGTERM");
  await ended;
  if (!isReady) throw new Error(`The demo did not get ready.\n${words}`);
  say(`  ready after ${rounded(seconds)} s`);
  return seconds;
}

const BUILD = "build";
const ASIDE = path.join(".data", "bench", "build-aside");

// The build is moved, not removed: should this be interrupted, the next start builds again, and nothing is lost.
fs.rmSync(ASIDE, { recursive: true, force: true });
if (!IS_QUICK && fs.existsSync(BUILD)) fs.renameSync(BUILD, ASIDE);
const withoutBuild = IS_QUICK ? undefined : await readySeconds();
fs.rmSync(ASIDE, { recursive: true, force: true });
const withBuild = await readySeconds();

if (withoutBuild !== undefined) report({ what: "The demo is ready, nothing built yet", ours: `${rounded(withoutBuild)} s`, target: { atMost: 60 }, held: withoutBuild });
report({ what: "The demo is ready, built before", ours: `${rounded(withBuild)} s`, target: { atMost: 60 }, held: withBuild });
