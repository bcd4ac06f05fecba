import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { commandLineOf } from "#scripts/running.ts";

/** What a start makes up for itself. Kept with --keep, because what is stored can only be opened with the same keys. */
export type Secrets = {
  apiKey: string;
  apiSecret: string;
  tokenKeys: string;
  /** When the history was laid out, ISO. The same instant lays out the same history again. */
  startedAt: string;
  /** How often this folder was started: 1 the first time, one more with every --keep. */
  starts: number;
};

export type RunFolder = { path: string; secrets: Secrets; logFile: (name: string) => string; release: () => void };

const PLACE = path.join(".data", "demo");
const HOLDER = "demo.pid";
const SECRETS = "secrets.json";
const MOST_DEMOS = 20;

/**
 * A folder that no other running demo uses: .data/demo, or .data/demo-2 when that one is busy, and so on.
 * Its secrets are new unless `isKept` and an earlier start left some: then the folder that was started last comes first.
 */
export function claimRunFolder(isKept: boolean, place = PLACE): RunFolder {
  const folders = Array.from({ length: MOST_DEMOS }, (_, index) => (index === 0 ? place : `${place}-${index + 1}`));
  if (isKept) folders.sort((a, b) => lastStartOf(b) - lastStartOf(a));
  for (const folder of folders) {
    fs.mkdirSync(folder, { recursive: true });
    const holderFile = path.join(folder, HOLDER);
    if (!claim(holderFile)) continue;
    return {
      path: folder,
      secrets: secretsIn(folder, isKept),
      logFile: (name) => path.join(folder, `${name}.log`),
      release: () => fs.rmSync(holderFile, { force: true }),
    };
  }
  throw new Error(`${MOST_DEMOS} demos are running already. Stop one of them first.`);
}

// Each start writes the secrets anew. 0 where there was none: such folders keep their order behind the others.
const lastStartOf = (folder: string): number => fs.statSync(path.join(folder, SECRETS), { throwIfNoEntry: false })?.mtimeMs ?? 0;

function claim(holderFile: string): boolean {
  const holder = fs.existsSync(holderFile) ? Number(fs.readFileSync(holderFile, "utf8")) : 0;
  if (holder > 0 && holder !== process.pid && commandLineOf(holder)?.includes("demo")) return false;
  fs.rmSync(holderFile, { force: true });
  try {
    fs.writeFileSync(holderFile, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    // Another demo that started in the same instant was faster.
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function secretsIn(folder: string, isKept: boolean): Secrets {
  const file = path.join(folder, SECRETS);
  if (isKept && fs.existsSync(file)) {
    const kept = JSON.parse(fs.readFileSync(file, "utf8")) as Omit<Secrets, "starts"> & Partial<Secrets>;
    return write(file, { ...kept, starts: (kept.starts ?? 1) + 1 });
  }
  return write(file, {
    apiKey: randomBytes(16).toString("hex"),
    apiSecret: randomBytes(24).toString("hex"),
    tokenKeys: `k1:${randomBytes(32).toString("base64")}`,
    startedAt: new Date().toISOString(),
    starts: 1,
  });
}

function write(file: string, secrets: Secrets): Secrets {
  fs.rmSync(file, { force: true });
  fs.writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}
