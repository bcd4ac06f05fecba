// A set-up file: it has finished before a test file's own imports run, so the app opens its pool on this file's database.
import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";

const adminUrl = inject("adminDatabaseUrl");
const database = `thrice_test_${randomBytes(6).toString("hex")}`;
const PATIENCE_MS = 5_000;

async function asAdmin<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

await asAdmin((client) =>
  client.query(`create database ${pg.escapeIdentifier(database)} template ${pg.escapeIdentifier(inject("templateDatabase"))}`),
);

const url = new URL(adminUrl);
url.pathname = `/${database}`;

Object.assign(process.env, {
  DATABASE_URL: url.href,
  SHOPIFY_API_KEY: "test-api-key",
  SHOPIFY_API_SECRET: "test-api-secret",
  SHOPIFY_APP_URL: "http://127.0.0.1:3000",
  TOKEN_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
  // A mail server is set, and nobody listens there: a test of mail names another (mail-env.ts).
  SMTP_URL: "smtp://127.0.0.1:9",
  MAIL_FROM: "points@mail.example.com",
  WORKER: "off",
  LOG_LEVEL: process.env["LOG_LEVEL"] ?? "silent",
});

// Registered first, so it runs after every afterAll of the test file.
afterAll(async () => {
  const { closeDatabase } = await import("#app/platform/db.server.ts");
  await closeDatabase();
  const left = await connectionsLeft();
  await asAdmin((client) => client.query(`drop database ${pg.escapeIdentifier(database)} with (force)`));
  if (left.length > 0) throw new Error(`This test file left database connections open: ${left.join(", ")}`);
});

/** What is still connected to this file's database, after giving processes that were just stopped time to let go. */
async function connectionsLeft(): Promise<string[]> {
  const until = performance.now() + PATIENCE_MS;
  return asAdmin(async (client) => {
    for (;;) {
      const { rows } = await client.query<{ application_name: string; query: string }>(
        "select application_name, left(query, 80) as query from pg_stat_activity where datname = $1",
        [database],
      );
      if (rows.length === 0 || performance.now() > until) return rows.map((row) => `${row.application_name} (${row.query})`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
}
