import type { ServerResponse } from "node:http";
import { pool } from "#app/platform/db.server.ts";

const READY_WITHIN_MS = 1_000;

function answer(response: ServerResponse, status: number, word: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }).end(word);
}

/** 200 while the process runs; says nothing about the database, so that an outage there restarts nobody. */
export function handleHealthz(response: ServerResponse): void {
  answer(response, 200, "ok");
}

/** 200 when the database answers within a second, else 503: a load balancer then sends requests elsewhere. */
export async function handleReadyz(response: ServerResponse): Promise<void> {
  const deadline = Promise.withResolvers<never>();
  const timer = setTimeout(() => deadline.reject(new Error("the database is slow")), READY_WITHIN_MS);
  try {
    await Promise.race([pool.query("select 1"), deadline.promise]);
    answer(response, 200, "ready");
  } catch {
    answer(response, 503, "database not reachable");
  } finally {
    clearTimeout(timer);
  }
}
