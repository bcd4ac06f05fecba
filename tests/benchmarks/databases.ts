import pg from "pg";

/** Set by the command for every benchmark: a server of its own, durable as in production, and a migrated database to clone. */
const adminUrl = process.env["BENCH_ADMIN_URL"] ?? "";
const template = process.env["BENCH_TEMPLATE"] ?? "";

/** A fresh, migrated database; answers its connection string. One of that name is thrown away first. */
export async function createDatabase(name: string): Promise<string> {
  await dropDatabase(name);
  await onServer(`create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(template)}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export async function dropDatabase(name: string): Promise<void> {
  await onServer(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
}

/** Writes what is dirty now, so that the next measurement does not pay for the last one. */
export async function checkpoint(): Promise<void> {
  await onServer("checkpoint");
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
