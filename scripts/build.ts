import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { isRunning } from "#scripts/running.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** What the built app depends on; a change elsewhere needs no new build. */
const BUILD_SOURCES = ["app", "vite.config.ts", "package-lock.json", "package.json"];
const BUILD_STAMP = "build/sources.sha256";
const CLIENT_SOURCES = ["prisma/schema.prisma", "prisma.config.ts"];
const CLIENT_STAMP = "app/generated/sources.sha256";

/**
 * Generates the database client when the schema has changed since it was last done. Answers whether there was work.
 * npm does it when it installs; this is for a schema that changed afterwards, and for installs without scripts.
 */
export async function ensureGenerated(): Promise<boolean> {
  return ensureFresh({ stamp: CLIENT_STAMP, sources: CLIENT_SOURCES, result: "app/generated/prisma/client.ts", command: ["prisma", "generate"] });
}

/**
 * Builds the app when it was never built or its sources have changed, judged by content. Answers whether there was work.
 * Several processes may ask at once: one builds, the others wait for it. Throws with the tool's output when it fails.
 */
export async function ensureBuilt(): Promise<boolean> {
  await ensureGenerated();
  return ensureFresh({ stamp: BUILD_STAMP, sources: BUILD_SOURCES, result: "build/server/server.js", command: ["remix", "vite:build"] });
}

type Recipe = { stamp: string; sources: string[]; result: string; command: [string, ...string[]] };

async function ensureFresh(recipe: Recipe): Promise<boolean> {
  if (isFresh(recipe)) return false;
  const release = await lock(path.join(ROOT, ".data", `${recipe.command[0]}.lock`));
  try {
    const wanted = digest(recipe.sources);
    if (isFresh(recipe, wanted)) return false;
    const stamp = path.join(ROOT, recipe.stamp);
    fs.rmSync(stamp, { force: true });
    await run(recipe.command);
    fs.mkdirSync(path.dirname(stamp), { recursive: true });
    fs.writeFileSync(stamp, wanted);
    return true;
  } finally {
    release();
  }
}

function isFresh({ stamp, sources, result }: Recipe, wanted = digest(sources)): boolean {
  const at = path.join(ROOT, stamp);
  return fs.existsSync(path.join(ROOT, result)) && fs.existsSync(at) && fs.readFileSync(at, "utf8") === wanted;
}

function digest(sources: string[]): string {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of filesBelow(source)) hash.update(`${file}\0`).update(fs.readFileSync(path.join(ROOT, file))).update("\0");
  }
  return hash.digest("hex");
}

function filesBelow(source: string): string[] {
  const at = path.join(ROOT, source);
  if (!fs.existsSync(at)) return [];
  if (fs.statSync(at).isFile()) return [source];
  return fs
    .readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes(".test.") && !entry.name.endsWith(".sha256"))
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** The search path with our own tools first, Node among them, however this script was started. */
export function toolPath(): string {
  return [path.join(ROOT, "node_modules", ".bin"), process.env["PATH"] ?? ""].join(path.delimiter);
}

async function run([tool, ...args]: Recipe["command"]): Promise<void> {
  const child = spawn(path.join(ROOT, "node_modules", ".bin", tool), args, {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: "production", PATH: toolPath() },
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(`${tool} ${args.join(" ")} failed.\n${output.slice(-6_000)}`);
}

/** A lock of whoever no longer runs is taken over. */
async function lock(file: string): Promise<() => void> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => fs.rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = fs.existsSync(file) ? Number(fs.readFileSync(file, "utf8")) : 0;
    if (holder > 0 && !isRunning(holder)) fs.rmSync(file, { force: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
