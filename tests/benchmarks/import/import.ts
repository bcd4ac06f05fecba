import { runImports } from "#app/jobs/run-imports.server.ts";
import { closeDatabase, pool } from "#app/platform/db.server.ts";
import { getShopHash } from "#app/store/shops.server.ts";
import { checkImport } from "#app/usecases/check-import.server.ts";
import { startImport } from "#app/usecases/import-run.server.ts";
import { cpuTimeMs } from "../cpu-time.ts";
import { installBenchShop } from "../installed-shop.ts";
import { answerQuestions } from "../part.ts";
import { SHOP_DOMAIN } from "../shop-domain.ts";

let shopId = 0;
let filled = 0;
let pointsExpected = 0;

/** Makes so many customers that nobody has seen; answers the file with their balances. */
async function fill(count: number): Promise<string> {
  const numbers = Array.from({ length: count }, (_, at) => filled + 1 + at);
  const hash = await getShopHash(pool, { id: shopId, domain: SHOP_DOMAIN });
  await pool.query(
    `INSERT INTO customers (shop_id, customer_id, email, email_hash, account_state, created_at, updated_at, first_seen_at)
     SELECT $1, n, email, decode(hash, 'hex'), 'disabled', now(), now(), now() FROM unnest($2::bigint[], $3::text[], $4::text[]) AS c (n, email, hash)`,
    [shopId, numbers, numbers.map(emailOf), numbers.map((number) => hash.email(emailOf(number)))],
  );
  filled += count;
  pointsExpected += numbers.reduce((sum, number) => sum + pointsOf(number), 0);
  return `email,points\n${numbers.map((number) => `${emailOf(number)},${pointsOf(number)}`).join("\n")}\n`;
}

const emailOf = (number: number): string => `buyer${number}@example.com`;
const pointsOf = (number: number): number => 1 + (number % 5_000);

/** Checks and books a file; answers how many balances in a second, and how much CPU time each took, in microseconds. */
async function bring(text: string): Promise<{ rate: number; cpuUs: number | null }> {
  const balances = text.split("\n").length - 2;
  const pids = await sessionPids();
  const cpuBeforeMs = cpuTimeMs(pids);
  const startedMs = performance.now();
  const checked = await checkImport(shopId, { file: [Buffer.from(text)], fileName: "balances.csv", kind: "import", mode: "add", reason: "Moved in", by: "bench" }, new Date());
  if (checked.outcome !== "checked") throw new Error(checked.message);
  await startImport(shopId, checked.importId);
  await runImports(shopId, new Date());
  const seconds = (performance.now() - startedMs) / 1_000;
  const cpuAfterMs = cpuTimeMs(pids);
  // As autovacuum does within a minute; here a minute has several repetitions.
  await pool.query("ANALYZE");
  return { rate: balances / seconds, cpuUs: cpuBeforeMs === null || cpuAfterMs === null ? null : ((cpuAfterMs - cpuBeforeMs) * 1_000) / balances };
}

// Sessions of the pool, which work for this process only.
async function sessionPids(): Promise<number[]> {
  const { rows } = await pool.query<{ pid: number }>("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'thrice'");
  return rows.map(({ pid }) => pid);
}

async function look(): Promise<{ entries: number; points: number; expected: number }> {
  const { rows } = await pool.query<{ entries: string; points: string }>(
    `SELECT (SELECT count(*) FROM ledger_entries WHERE shop_id = $1) AS entries, (SELECT sum(left_points) FROM lots WHERE shop_id = $1) AS points`,
    [shopId],
  );
  return { entries: Number(rows[0]?.entries), points: Number(rows[0]?.points), expected: pointsExpected };
}

answerQuestions(
  {
    install: async () => {
      shopId = (await installBenchShop()).id;
    },
    fill,
    import: bring,
    look,
  },
  closeDatabase,
);
