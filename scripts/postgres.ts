import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { freePort } from "#scripts/free-port.ts";
import { findPostgresHome, type PostgresHome } from "#scripts/postgres-home.ts";
import { endWithUs } from "#scripts/orphans.ts";
import { commandLineOf, endByPid } from "#scripts/running.ts";

export type PostgresOptions = {
  /** The server's files; made when missing. Default `.data/postgres`. */
  dataDir?: string;
  /** Wanted port; when it is taken another is used and `notice` hears of it. Default: any free one. */
  port?: number;
  /** False for throw-away data: a crash of the machine may then lose it. Default true. */
  fsync?: boolean;
  /** True throws away what `dataDir` holds. */
  empty?: boolean;
  /** More settings, as in postgresql.conf. */
  settings?: Record<string, string>;
  notice?: (sentence: string) => void;
};

export type Postgres = {
  port: number;
  /** Connection string of one database; the user is a superuser. */
  url: (database: string) => string;
  /** Makes the database when it is missing and answers its connection string. */
  ensureDatabase: (database: string) => Promise<string>;
  /** Ends the server cleanly; the second call does nothing. */
  stop: () => Promise<void>;
  /** Ends the server and throws its files away. */
  remove: () => Promise<void>;
  /** Resolves with the server's last words when it ends without having been asked to. */
  died: Promise<string>;
};

const LAUNCHER = "launcher.pid";
const PASSWORD = "password";

/**
 * Starts the PostgreSQL that npm brought, listening on 127.0.0.1 only.
 *
 * Works as root and as a normal user. A server that a killed process left behind on the same files is ended first; one
 * that belongs to a living process is left alone, and this throws. Files of an earlier start are kept unless `empty`.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const home = await findPostgresHome(options.dataDir ?? path.join(".data", "postgres"));
  await endAbandonedServer(home.dataDir);
  if (options.empty) fs.rmSync(home.dataDir, { recursive: true, force: true });
  // The password is moved in last, so without it the files are not whole.
  if (!fs.existsSync(path.join(home.dataDir, PASSWORD))) createCluster(home);
  const password = fs.readFileSync(path.join(home.dataDir, PASSWORD), "utf8");
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(options.port, options.notice);
    const url = (database: string) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
    const server = launch(home, port, options);
    const failure = await untilAnswering(server, url("postgres"));
    if (!failure) return handle(server, home, { port, url });
    // Somebody took the port between the look and the launch.
    if (attempt === 3 || !/address already in use/i.test(failure)) throw new Error(`PostgreSQL did not start.\n${failure}`);
  }
}

/**
 * Ends the server on these files if the process that started it is gone; throws when a living process still uses them.
 */
export async function endAbandonedServer(dataDir: string): Promise<void> {
  const server = readPid(path.join(dataDir, "postmaster.pid"));
  const launcher = readPid(path.join(dataDir, LAUNCHER));
  if (server === undefined || !commandLineOf(server)?.includes(dataDir)) return;
  if (launcher !== undefined && launcher !== process.pid && commandLineOf(launcher)?.includes("node")) {
    throw new Error(`The database in ${dataDir} is in use by process ${launcher}. Stop that first.`);
  }
  await endByPid(server, "SIGINT", 10_000);
}

/** Throws away the files of a server that a killed process left behind, after ending it. */
export async function removeAbandonedServer(dataDir: string): Promise<void> {
  const home = await findPostgresHome(dataDir);
  await endAbandonedServer(home.dataDir);
  fs.rmSync(home.disposable, { recursive: true, force: true });
}

function createCluster(home: PostgresHome): void {
  // An initdb that was interrupted leaves files that the next one refuses to touch.
  fs.rmSync(home.dataDir, { recursive: true, force: true });
  fs.mkdirSync(home.dataDir, { mode: 0o700 });
  if (home.owner) fs.chownSync(home.dataDir, home.owner.uid, home.owner.gid);
  const password = randomBytes(18).toString("hex");
  // initdb wants an empty folder and reads the password from a file only, so the file lies beside it for a moment.
  const passwordFile = `${home.dataDir}.${PASSWORD}`;
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  if (home.owner) fs.chownSync(passwordFile, home.owner.uid, home.owner.gid);
  const result = spawnSync(
    home.initdb,
    // C.UTF-8 from PostgreSQL itself: upper and lower case beyond ASCII work, whatever the system has installed.
    ["-D", home.dataDir, "-U", "postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--encoding=UTF8", "--locale=C",
      "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions"],
    { ...home.owner, cwd: "/", env: plainEnvironment(), encoding: "utf8" },
  );
  if (result.status !== 0) {
    fs.rmSync(passwordFile);
    throw new Error(`PostgreSQL could not make its files in ${home.dataDir}.\n${result.error?.message ?? result.stderr}`);
  }
  fs.renameSync(passwordFile, path.join(home.dataDir, PASSWORD));
}

type Server = { child: ChildProcess; lastWords: () => string };

function launch(home: PostgresHome, port: number, options: PostgresOptions): Server {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "100",
    max_wal_size: "2GB",
    timezone: "UTC",
    log_timezone: "UTC",
    ...(options.fsync === false && { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    ...options.settings,
  };
  const child = spawn(
    home.postgres,
    ["-D", home.dataDir, "-p", String(port), ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    // In a group of its own, so that Ctrl-C reaches us alone and the database is the last to go.
    { ...home.owner, cwd: "/", env: plainEnvironment(), stdio: ["ignore", "ignore", "pipe"], detached: true },
  );
  fs.writeFileSync(path.join(home.dataDir, LAUNCHER), String(process.pid));
  let words = "";
  child.stderr?.on("data", (chunk: Buffer) => (words = (words + chunk.toString()).slice(-4_000)));
  child.once("error", (error) => (words += error.message));
  return { child, lastWords: () => words.trim() };
}

/** Undefined once the server answers; its last words when it ends before that. */
async function untilAnswering({ child, lastWords }: Server, url: string): Promise<string | undefined> {
  const until = performance.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return lastWords() || "It ended at once.";
    const client = new pg.Client(url);
    try {
      await client.connect();
      return undefined;
    } catch (error) {
      if (performance.now() > until) {
        child.kill("SIGQUIT");
        return `${error instanceof Error ? error.message : String(error)}\n${lastWords()}`;
      }
    } finally {
      await client.end().catch(() => {});
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function handle({ child, lastWords }: Server, home: PostgresHome, address: Pick<Postgres, "port" | "url">): Postgres {
  let asked = false;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const releaseGuard = child.pid === undefined ? () => {} : endWithUs(child.pid, "INT");
  void ended.then(releaseGuard);
  const stop = async () => {
    asked = true;
    if (child.exitCode === null && child.signalCode === null) {
      if (process.platform === "win32") spawnSync(home.pgCtl, ["stop", "-D", home.dataDir, "-m", "fast"]);
      else child.kill("SIGINT");
      const impatience = setTimeout(() => child.kill("SIGQUIT"), 10_000);
      await ended;
      clearTimeout(impatience);
    }
    fs.rmSync(path.join(home.dataDir, LAUNCHER), { force: true });
  };
  return {
    ...address,
    stop,
    remove: async () => {
      await stop();
      fs.rmSync(home.disposable, { recursive: true, force: true });
    },
    ensureDatabase: (database) => ensureDatabase(address.url, database),
    died: ended.then(() => (asked ? new Promise<string>(() => {}) : lastWords())),
  };
}

async function ensureDatabase(url: Postgres["url"], database: string): Promise<string> {
  const client = new pg.Client(url("postgres"));
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = $1", [database]);
    if (found.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
  return url(database);
}

function readPid(file: string): number | undefined {
  if (!fs.existsSync(file)) return undefined;
  const pid = Number.parseInt(fs.readFileSync(file, "utf8"), 10);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

/** Without the caller's PG... variables, which would change how initdb and the server behave. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PG"));
  return { ...(Object.fromEntries(kept) as NodeJS.ProcessEnv), LC_ALL: "C", TZ: "UTC" };
}
