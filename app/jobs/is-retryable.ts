import pg from "pg";

// Connection trouble, shutdown, resources, deadlock and serialization, lock and statement deadlines: the same call may succeed later.
const PASSING = /^(08|53|57|40|55P03)/;

/** Whether trouble with the database passes by itself, so that the work should simply be tried again. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return PASSING.test(error.code ?? "");
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return /^(ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND)/.test(code) || /connection|timeout|terminat/i.test(error.message);
}
