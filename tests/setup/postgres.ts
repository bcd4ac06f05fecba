import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { ensureGenerated } from "#scripts/build.ts";
import { migrate } from "#scripts/migrate.ts";
import { removeAbandonedServer, startPostgres } from "#scripts/postgres.ts";
import { isRunning } from "#scripts/running.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Connection string of a database from which others can be made. */
    adminDatabaseUrl: string;
    /** Name of a migrated database without rows, to be cloned. */
    templateDatabase: string;
  }
}

const TEMPLATE = "thrice_template";
const RUNS = path.join(".data", "test-postgres");

/**
 * Once per run: a migrated template database. (The app is built by the first test that starts it, see world.ts.)
 *
 * With DATABASE_URL set, that server is used and its user must be allowed to create databases; otherwise a throw-away
 * server of this run's own.
 */
export default async function prepare(project: TestProject): Promise<() => Promise<void>> {
  await ensureGenerated();
  const server = await openServer(project.name);
  const template = `${TEMPLATE}_${process.pid}_${project.name}`;
  try {
    await runSql(server.adminUrl, `create database ${pg.escapeIdentifier(template)}`);
    await migrate(withDatabase(server.adminUrl, template));
  } catch (error) {
    await server.close();
    throw error;
  }
  project.provide("adminDatabaseUrl", server.adminUrl);
  project.provide("templateDatabase", template);
  return async () => {
    await runSql(server.adminUrl, `drop database ${pg.escapeIdentifier(template)} with (force)`);
    await server.close();
  };
}

type Server = { adminUrl: string; close: () => Promise<void> };

async function openServer(projectName: string): Promise<Server> {
  const given = process.env["DATABASE_URL"];
  if (given) return { adminUrl: given, close: async () => {} };
  await removeEarlierRuns();
  const server = await startPostgres({ dataDir: path.join(RUNS, `${process.pid}-${projectName}`), empty: true, fsync: false });
  return { adminUrl: server.url("postgres"), close: server.remove };
}

/** A run that was killed leaves its server behind. */
async function removeEarlierRuns(): Promise<void> {
  const runs = fs.existsSync(RUNS) ? fs.readdirSync(RUNS) : [];
  for (const run of runs) {
    const pid = Number.parseInt(run, 10);
    if (Number.isInteger(pid) && !isRunning(pid)) await removeAbandonedServer(path.join(RUNS, run));
  }
}

async function runSql(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function withDatabase(connectionString: string, database: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${database}`;
  return url.href;
}
