import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { ensureBuilt, ensureGenerated, toolPath } from "#scripts/build.ts";
import { listUiExtensions } from "#scripts/build-extensions.ts";
import { ensureChromium } from "#scripts/chromium.ts";
import { endWithUs, stopWithNpm } from "#scripts/orphans.ts";

const REPORT = path.join(".data", "test-report.json");
const PROJECTS = ["unit", "extensions", "database", "browser"];
/** The smallest machine that this is meant for has two cores; more at once would only take turns. */
const AT_ONCE = 2;

type Step = { name: string; run: () => Promise<unknown> | unknown };

const seconds = (sinceMs: number) => `${((performance.now() - sinceMs) / 1_000).toFixed(1)} s`;

/** A tool from node_modules. Its output is shown only when it fails, unless `isShown`. Rejects when it fails. */
async function runTool(tool: string, args: string[], isShown = false): Promise<void> {
  const child = spawn(path.join("node_modules", ".bin", tool), args, {
    stdio: isShown ? "inherit" : ["ignore", "pipe", "pipe"],
    env: { ...process.env, PATH: toolPath() },
    shell: process.platform === "win32",
  });
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const release = child.pid === undefined ? () => {} : endWithUs(child.pid, "TERM");
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  release();
  if (code !== 0) throw new Error(output || `${tool} ended with exit code ${code}.`);
}

async function perform({ name, run }: Step): Promise<void> {
  const startedMs = performance.now();
  try {
    await run();
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n\n${name} failed after ${seconds(startedMs)}. The rest was not run.`, { cause: error });
  }
  console.log(`${name}: ok, ${seconds(startedMs)}`);
}

/** Stops taking new steps at the first failure. */
async function performAll(steps: Step[]): Promise<void> {
  const open = [...steps];
  const lane = async () => {
    for (let step = open.shift(); step; step = open.shift()) {
      try {
        await perform(step);
      } catch (error) {
        open.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

type Report = { numPassedTests: number; numFailedTests: number; numFailedTestSuites: number; success: boolean };

/** Vitest's own summary is shown as it comes; the counts are read from its report. */
async function runTests(filters: string[]): Promise<Report> {
  fs.rmSync(REPORT, { force: true });
  const projects = PROJECTS.flatMap((project) => ["--project", project]);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${REPORT}`];
  const failure = await runTool("vitest", ["run", ...projects, ...reporters, ...filters], true).then(
    () => undefined,
    (error: Error) => error,
  );
  if (!fs.existsSync(REPORT)) throw new Error(`The tests did not get to their end. ${failure?.message ?? ""}`);
  const report = JSON.parse(fs.readFileSync(REPORT, "utf8")) as Report;
  return { ...report, success: report.success && !failure };
}

/** A file that fails as a whole (a broken import, a failed clean-up) has no failed test in it, and is counted as one. */
function countFailures({ numFailedTests, success }: Report): number {
  return success ? 0 : Math.max(1, numFailedTests);
}

stopWithNpm(() => process.exit(1));

const startedMs = performance.now();
try {
  await performAll([{ name: "Database client", run: ensureGenerated }]);
  await performAll([
    { name: "Types", run: () => runTool("tsc", ["--noEmit"]) },
    ...listUiExtensions().map((name) => ({ name: `Types of ${name}`, run: () => runTool("tsc", ["--noEmit", "-p", `extensions/${name}`]) })),
    { name: "Lint", run: () => runTool("eslint", [".", "--max-warnings", "0"]) },
    { name: "Build", run: ensureBuilt },
    { name: "Chromium", run: () => ensureChromium(console.log) },
  ]);
  const report = await runTests(process.argv.slice(2));
  console.log(`\nEverything took ${seconds(startedMs)}.`);
  console.log(`${report.numPassedTests} passed, ${countFailures(report)} failed`);
  process.exitCode = report.success ? 0 : 1;
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  console.log("0 passed, 1 failed");
  // At once: what still runs beside the failed step ends with us, and its words would only bury the reason.
  process.exit(1);
}
