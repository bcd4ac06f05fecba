import { isDecimalId, type CustomerId } from "../ids.ts";
import { columnsThere, findColumns, type Columns } from "./find-columns.ts";
import { formulaProblem, isDay, surplusProblem, whoseProblem } from "./line-problems.ts";
import { LineReader } from "./line-reader.ts";
import type { CsvRow } from "./read-csv.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/** One line of a file of tiers: whom it puts into which tier, through which day. `problem` says in words why it cannot be used. */
export interface TierLine {
  line: number;
  customerId: CustomerId | null;
  email: string | null;
  tier: string;
  until: string | null;
  problem: string | null;
}

type Column = "customerId" | "email" | "tier" | "until";

/**
 * Ours are customer_id, email, vip_tier and until; Smile's file of tiers has email and vip_tier.
 *
 * @see https://help.smile.io/en/articles/4036327-adjust-customer-vip-tier
 */
const NAMES: Record<string, Column> = {
  customerid: "customerId", id: "customerId", shopifycustomerid: "customerId", email: "email", emailaddress: "email", customeremail: "email",
  viptier: "tier", tier: "tier", viptiername: "tier", tiername: "tier", until: "until", tieruntil: "until", endson: "until",
};

/** Reads a file of tiers row by row. */
export const tierReader = (): LineReader<Column, TierLine> => new LineReader({ columnsOf, readLine });

function columnsOf(head: CsvRow): Columns<Column> {
  const columns = findColumns(head, NAMES);
  if (!columns.has("tier")) throw new UnreadableFile(`No column is called “vip_tier”. ${columnsThere(head)} Name the column with the tiers “vip_tier”.`);
  if (!columns.has("email") && !columns.has("customerId")) throw new UnreadableFile(`No column is called “email” or “customer_id”. ${columnsThere(head)} One must say whose tiers they are.`);
  return columns;
}

function readLine(row: CsvRow, columns: Columns<Column>): TierLine {
  const { cell } = columns;
  const [id, email, tier, until] = [cell(row, "customerId"), cell(row, "email"), cell(row, "tier"), cell(row, "until")];
  const read = { line: row.line, customerId: isDecimalId(id) ? id : null, email: email === "" ? null : email.toLowerCase(), tier, until: until === "" ? null : until };
  return { ...read, problem: surplusProblem(row, columns) ?? formulaProblem([id, email, tier, until]) ?? whoseProblem(id, read.email) ?? tierProblem(read) };
}

function tierProblem({ tier, until }: { tier: string; until: string | null }): string | null {
  if (tier === "") return "No tier is given.";
  return until !== null && !isDay(until) ? `“${until.slice(0, 40)}” is no day. Enter it as 2027-12-31.` : null;
}
