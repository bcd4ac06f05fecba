import { fork, type ChildProcess } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { ensureBuilt } from "#scripts/build.ts";
import { migrate } from "#scripts/migrate.ts";
import { stopWithNpm } from "#scripts/orphans.ts";
import { startPostgres, type Postgres } from "#scripts/postgres.ts";
import { printTable, type MeasuredFigure } from "#scripts/bench/table.ts";

const FOLDER = fileURLToPath(new URL("../tests/benchmarks", import.meta.url));
const NAMES = ["ack", "drain", "backfill", "settle", "points", "import", "proxy", "lighthouse", "pages", "demo"] as const;
const TEMPLATE = "bench_template";

const USAGE = `npm run bench [-- [NAME ...] [--quick] [--markdown]]

  NAME        ${NAMES.join(", ")}; default: all of them, about twenty minutes
  --quick     less data and two repetitions: for a look while developing, not for the record
  --markdown  print the table as it stands in docs/benchmarks.md`;

let postgres: Postgres | undefined;
let running: ChildProcess | undefined;

async function stop(exitCode: number): Promise<never> {
  running?.kill("SIGTERM");
  await postgres?.stop();
  process.exit(exitCode);
}

const DATA_DIR = path.join(".data", "bench", "postgres");
const LOG_MB = 2_048;

/** A server of the benchmarks' own with PostgreSQL's durable defaults, and a migrated database to clone. */
async function startDatabase(): Promise<Record<string, string>> {
  await makeLogFiles();
  postgres = await startPostgres({ dataDir: DATA_DIR, settings: { shared_buffers: "256MB", min_wal_size: `${LOG_MB}MB` } });
  await migrate(await postgres.ensureDatabase(TEMPLATE));
  return { BENCH_ADMIN_URL: postgres.url("postgres"), BENCH_TEMPLATE: TEMPLATE };
}

/**
 * Makes a new server's files of the write-ahead log, as many as it keeps once it has worked at full load for some minutes. Until then
 * each is filled with zeros and brought to the disk before the first commit goes into it, which waits for that.
 */
async function makeLogFiles(): Promise<void> {
  // No checkpoint before all are there, and the one at the end keeps them.
  postgres = await startPostgres({ dataDir: DATA_DIR, empty: true, settings: { max_wal_size: `${4 * LOG_MB}MB`, min_wal_size: `${LOG_MB}MB` } });
  const client = new pg.Client(postgres.url("postgres"));
  await client.connect();
  await client.query("SELECT count(pg_logical_emit_message(false, 'bench', repeat('x', 1000000))) FROM generate_series(1, $1)", [LOG_MB]);
  await client.end();
  await postgres.stop();
}

/** Settings of the app in every process of a benchmark. */
const APP_SETTINGS = {
  NODE_ENV: "production" as const,
  SHOPIFY_APP_URL: "http://127.0.0.1:3000",
  SHOPIFY_API_KEY: "bench-api-key",
  SHOPIFY_API_SECRET: "bench-api-secret",
  TOKEN_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
  LOG_LEVEL: "error",
};

async function runBenchmark(name: string, env: Record<string, string>): Promise<MeasuredFigure[]> {
  const figures: MeasuredFigure[] = [];
  process.stderr.write(`\n${name}\n`);
  const child = fork(path.join(FOLDER, `${name}.bench.ts`), { env: { ...process.env, ...APP_SETTINGS, ...env }, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  running = child;
  child.on("message", ({ figure }: { figure: MeasuredFigure }) => figures.push(figure));
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`The benchmark ${name} ended with exit code ${code}.`);
  return figures;
}

async function run(names: readonly string[], { isQuick, isMarkdown }: { isQuick: boolean; isMarkdown: boolean }): Promise<boolean> {
  fs.mkdirSync(path.join(".data", "bench"), { recursive: true });
  const startedMs = performance.now();
  await ensureBuilt();
  // The demo brings a database of its own, and wants the machine for itself.
  const env = names.some((name) => name !== "demo") ? await startDatabase() : {};
  const figures: MeasuredFigure[] = [];
  for (const name of names) {
    if (name === "demo") await postgres?.stop();
    figures.push(...(await runBenchmark(name, { ...env, ...(isQuick && { BENCH_QUICK: "1" }) })));
  }
  const isReached = printTable(figures, isMarkdown);
  process.stderr.write(`\n${Math.round((performance.now() - startedMs) / 1_000)} s${isQuick ? ", a quick look: not for the record" : ""}\n`);
  return isReached;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(130));
stopWithNpm(() => void stop(130));

const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: "boolean", default: false }, markdown: { type: "boolean", default: false } } });
const unknown = positionals.filter((name) => !NAMES.some((known) => known === name));
if (unknown.length > 0) {
  process.stderr.write(`There is no benchmark ${unknown.join(", ")}.\n\n${USAGE}\n`);
  process.exit(2);
}
try {
  const isReached = await run(positionals.length > 0 ? NAMES.filter((name) => positionals.includes(name)) : NAMES, { isQuick: values.quick, isMarkdown: values.markdown });
  await stop(isReached || values.quick ? 0 : 1);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  await stop(1);
}
