import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { cpuTimeMs } from "../cpu-time.ts";
import { answerQuestions } from "../part.ts";

const client = new pg.Client({ connectionString: process.env["DATABASE_URL"] });
await client.connect();
await client.query("CREATE TABLE copied_balances (shop_id integer NOT NULL, customer_id bigint NOT NULL, points bigint NOT NULL, reason text NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (shop_id, customer_id))");

const pid = (await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0]?.pid ?? 0;
let copied = 0;

/** Copies so many rows into one table; answers how many in a second, and how much CPU time each took, in microseconds. */
async function copy(count: number): Promise<{ rate: number; cpuUs: number | null }> {
  const rows = Array.from({ length: count }, (_, at) => `1\t${copied + at}\t${1 + (at % 5_000)}\tMoved in (balances.csv, line ${at})\t2026-06-01T12:00:00Z\n`);
  const cpuBeforeMs = cpuTimeMs([pid]);
  const startedMs = performance.now();
  await pipeline(Readable.from(chunks(rows)), client.query(copyFrom("COPY copied_balances FROM STDIN")));
  copied += count;
  const seconds = (performance.now() - startedMs) / 1_000;
  const cpuAfterMs = cpuTimeMs([pid]);
  return { rate: count / seconds, cpuUs: cpuBeforeMs === null || cpuAfterMs === null ? null : ((cpuAfterMs - cpuBeforeMs) * 1_000) / count };
}

function* chunks(rows: string[]): Generator<string> {
  for (let at = 0; at < rows.length; at += 1_000) yield rows.slice(at, at + 1_000).join("");
}

answerQuestions({ copy }, () => client.end());
