import pg from "pg";

/**
 * Whose fault it is that something could not be recorded. `passing`: nobody's, the same call may succeed later. `content`:
 * what was to be recorded, as the database sees it. `ours`: everything else, a schema that this release does not know included.
 */
export type Fault = "passing" | "content" | "ours";

// Connection trouble, shutdown, resources, deadlock and serialization, lock and statement deadlines, a server that only reads just now.
const PASSING = /^(08|53|57|40|55P03|25006)/;
// Data exceptions, violated constraints, what is too large for an index, and what is named twice where it may be once.
const CONTENT = /^(21|22|23|54)/;

/** Tells by what was thrown. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
export function faultOf(error: unknown): Fault {
  if (error instanceof pg.DatabaseError) {
    const code = error.code ?? "";
    if (PASSING.test(code)) return "passing";
    return CONTENT.test(code) ? "content" : "ours";
  }
  return isCutOff(error) ? "passing" : "ours";
}

// What pg and node throw for a connection has no class of its own; what JavaScript throws for a mistake has one.
function isCutOff(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return /^(ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND)/.test(code) || /connection|timeout|terminat/i.test(error.message) || faultOf(error.cause) === "passing";
}
