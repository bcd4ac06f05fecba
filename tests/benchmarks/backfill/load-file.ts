import fs from "node:fs";
import { now as clock } from "#app/platform/clock.server.ts";
import { loadBulkFile } from "#app/jobs/load-bulk-file.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { closeDatabase, pool } from "#app/platform/db.server.ts";
import { changeBackfill, listOpenBackfills, openBackfill } from "#app/store/backfills.server.ts";
import { sessionTimesMs } from "../cpu-time.ts";
import { installBenchShop } from "../installed-shop.ts";
import { answerQuestions } from "../part.ts";

// The file lies on loopback, where the app's own fetch is led: as at Shopify it comes as an HTTP stream.
const FILE_HOST = "https://storage.googleapis.com";
const realFetch = globalThis.fetch;
const origin = process.env["BENCH_FILE_ORIGIN"] ?? "";
globalThis.fetch = (input, init) => realFetch(String(input instanceof Request ? input.url : input).replace(FILE_HOST, origin), init);

const shop = await installBenchShop();

export interface Loaded {
  loadSeconds: number;
  settleSeconds: number;
  /** Processor time of this process and of its database sessions, in milliseconds; null where the system does not tell. */
  cpuMs: { node: number; database: number } | null;
}

/** What advance-backfill does once Shopify has the file: merge it with its checkpoints, then settle everybody. */
async function load(bytes: number): Promise<Loaded> {
  await openBackfill(pool, shop.id, { reason: "bench", horizonAt: null, now: clock() });
  const run = (await listOpenBackfills(pool, shop.id)).find(({ subject }) => subject === "orders");
  if (!run) throw new Error("no read is open");
  const cpuBefore = await cpuSoFar();
  const startedMs = performance.now();
  await loadBulkFile(shop, { ...run, fileUrl: `${FILE_HOST}/orders.jsonl`, fileBytes: bytes });
  const loadedMs = performance.now();
  await settleDue(shop.id, clock());
  const settledMs = performance.now();
  const cpuAfter = await cpuSoFar();
  for (const { id } of await listOpenBackfills(pool, shop.id)) await changeBackfill(pool, shop.id, { id, change: { state: "done", finishedAt: clock() }, now: clock() });
  return { loadSeconds: (loadedMs - startedMs) / 1_000, settleSeconds: (settledMs - loadedMs) / 1_000, cpuMs: cpuBetween(cpuBefore, cpuAfter) };
}

interface CpuSoFar {
  nodeMs: number;
  sessionsMs: Map<number, number> | null;
}

async function cpuSoFar(): Promise<CpuSoFar> {
  const { rows } = await pool.query<{ pid: number }>("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'thrice'");
  const { user, system } = process.cpuUsage();
  return { nodeMs: (user + system) / 1_000, sessionsMs: sessionTimesMs(rows.map(({ pid }) => pid)) };
}

// A session that was opened meanwhile has worked for this load only.
function cpuBetween(before: CpuSoFar, after: CpuSoFar): Loaded["cpuMs"] {
  if (!before.sessionsMs || !after.sessionsMs) return null;
  const database = [...after.sessionsMs].reduce((sum, [pid, ms]) => sum + ms - (before.sessionsMs?.get(pid) ?? 0), 0);
  return { node: after.nodeMs - before.nodeMs, database };
}

export interface Stored {
  orders: number;
  scored: number;
  dirty: number;
  /** Rows that were written since the database was made, in orders, customers and payments. */
  written: number;
}

async function look(): Promise<Stored> {
  // Counters of this connection's own work reach the view when it is told to hand them over.
  await pool.query("SELECT pg_stat_force_next_flush()");
  const { rows } = await pool.query<Record<keyof Stored, string>>(
    `SELECT (SELECT count(*) FROM orders) AS orders, (SELECT coalesce(sum(order_count), 0) FROM customers) AS scored,
       (SELECT count(*) FROM customers WHERE dirty_since IS NOT NULL) AS dirty,
       (SELECT sum(n_tup_ins + n_tup_upd) FROM pg_stat_user_tables WHERE relname IN ('orders', 'customers', 'order_transactions')) AS written`,
  );
  const row = rows[0];
  return { orders: Number(row?.orders), scored: Number(row?.scored), dirty: Number(row?.dirty), written: Number(row?.written) };
}

/** The most memory that this process ever held, in MB; 0 where the system does not tell. */
function peakMb(): number {
  const line = /^VmHWM:\s+(\d+) kB/m.exec(fs.existsSync("/proc/self/status") ? fs.readFileSync("/proc/self/status", "utf8") : "");
  return Number(line?.[1] ?? 0) / 1_024;
}

answerQuestions({ load, look, peakMb }, closeDatabase);
