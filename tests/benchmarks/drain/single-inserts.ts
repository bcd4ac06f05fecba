import pg from "pg";
import { answerQuestions } from "../part.ts";

// The floor: a transaction for each row, as fast as PostgreSQL takes them through pg.
const CONNECTIONS = 10;
const ROW = "x".repeat(300);

const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: CONNECTIONS });
await pool.query("create table if not exists single_rows (id bigint generated always as identity primary key, content text not null)");

async function insert(seconds: number): Promise<number> {
  const startedMs = performance.now();
  const untilMs = startedMs + seconds * 1_000;
  let inserted = 0;
  const one = async () => {
    for (; performance.now() < untilMs; inserted++) await pool.query({ name: "insert", text: "insert into single_rows (content) values ($1)", values: [ROW] });
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  return inserted / ((performance.now() - startedMs) / 1_000);
}

answerQuestions({ insert }, () => pool.end());
