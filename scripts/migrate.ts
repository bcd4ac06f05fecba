import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runMigrations, WorkerPreset } from "graphile-worker";
import pg from "pg";

const MIGRATIONS = fileURLToPath(new URL("../prisma/migrations", import.meta.url));

/** The key that Prisma's own schema engine locks with, so its command line and this runner exclude each other. */
const PRISMA_LOCK = 72_707_369;
const LOCK_TIMEOUT = "60s";

/** Exactly the table that Prisma's schema engine creates. */
const PRISMA_TABLE = `create table if not exists "_prisma_migrations" (
  "id" varchar(36) primary key not null,
  "checksum" varchar(64) not null,
  "finished_at" timestamptz,
  "migration_name" varchar(255) not null,
  "logs" text,
  "rolled_back_at" timestamptz,
  "started_at" timestamptz not null default now(),
  "applied_steps_count" integer not null default 0
)`;

type Migration = { name: string; sql: string; checksum: string };
type Applied = { migration_name: string; checksum: string; finished_at: Date | null; logs: string | null };

/**
 * Brings a database to the newest schema: prisma/migrations in the order of their names, then graphile-worker's tables.
 *
 * Kept in Prisma's own table, so `prisma migrate status` and `deploy` agree with it. Several callers may run at once: one
 * applies, the others wait and find nothing to do. Answers the names that this call applied.
 * Throws when a migration fails, when an earlier one failed and was not repaired, and when an applied one was edited or
 * is missing (Prisma's `deploy` would let the last two pass).
 */
export async function migrate(connectionString: string, folder = MIGRATIONS): Promise<string[]> {
  const client = new pg.Client({ connectionString, application_name: "thrice migrate" });
  await client.connect();
  try {
    await client.query("select set_config('lock_timeout', $1, false)", [LOCK_TIMEOUT]);
    // Held by the connection: it goes away with it, whatever happens below.
    await client.query("select pg_advisory_lock($1)", [PRISMA_LOCK]);
    await client.query("reset lock_timeout");
    await client.query(PRISMA_TABLE);
    const open = openMigrations(readMigrations(folder), await readApplied(client));
    for (const migration of open) await apply(client, migration);
    await runMigrations({ connectionString, preset: { extends: [WorkerPreset] } });
    return open.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

function readMigrations(folder: string): Migration[] {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
  return names
    .filter((name) => fs.existsSync(path.join(folder, name, "migration.sql")))
    .map((name) => {
      const sql = fs.readFileSync(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  const result = await client.query<Applied>(
    `select migration_name, checksum, finished_at, logs from "_prisma_migrations" where rolled_back_at is null`,
  );
  return result.rows;
}

function openMigrations(migrations: Migration[], applied: Applied[]): Migration[] {
  const failed = applied.find((row) => row.finished_at === null);
  if (failed) {
    throw new Error(
      `Migration ${failed.migration_name} failed earlier. Repair the database, then set rolled_back_at (or finished_at) of its row in _prisma_migrations.\n${failed.logs ?? ""}`,
    );
  }
  const missing = applied.find((row) => migrations.every(({ name }) => name !== row.migration_name));
  if (missing) throw new Error(`The database has migration ${missing.migration_name}, which this version of the app does not know.`);
  const checksums = new Map(applied.map((row) => [row.migration_name, row.checksum]));
  const edited = migrations.find(({ name, checksum }) => checksums.has(name) && checksums.get(name) !== checksum);
  if (edited) throw new Error(`Migration ${edited.name} was edited after it was applied to this database.`);
  return migrations.filter(({ name }) => !checksums.has(name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  await client.query(
    `insert into "_prisma_migrations" (id, checksum, migration_name, started_at) values ($1, $2, $3, clock_timestamp())`,
    [id, checksum, name],
  );
  try {
    // Without parameters the whole file is one implicit transaction, as when Prisma runs it.
    await client.query(sql);
  } catch (error) {
    await client.query("rollback");
    const message = error instanceof Error ? error.message : String(error);
    await client.query(`update "_prisma_migrations" set logs = $2 where id = $1`, [id, message]);
    throw new Error(`Migration ${name} failed: ${message}`, { cause: error });
  }
  // A file may set its own search_path or time limits.
  await client.query("reset all");
  await client.query(
    `update "_prisma_migrations" set finished_at = clock_timestamp(), applied_steps_count = 1 where id = $1`,
    [id],
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const connectionString = process.env["DATABASE_URL"];
  if (!connectionString) {
    console.error("Set DATABASE_URL to the database that shall be migrated.");
    process.exit(2);
  }
  const applied = await migrate(connectionString);
  console.log(applied.length === 0 ? "The database is up to date." : applied.map((name) => `applied ${name}`).join("\n"));
}
