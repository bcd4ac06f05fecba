import { toDecimal } from "#app/domain/money.ts";
import { customerWhy } from "#app/domain/points/customer-why.ts";
import type { EntryKind } from "#app/domain/points/entry.ts";
import { whyFormats } from "#app/domain/points/why-formats.ts";
import type { WhyFormats } from "#app/domain/points/why-sentence.ts";
import type { Why } from "#app/domain/points/why.ts";
import { pool } from "#app/platform/db.server.ts";
import { PERSONAL_TABLES, type PersonalTable } from "./personal-tables.ts";

type Cells = Record<string, unknown>;
type Section = Record<string, unknown>[];

/** Whose document it is: the ids under which they are known, and their orders. */
interface Whose {
  customerIds: string[];
  orderIds: string[];
  /** The shop's own. */
  currency: string;
  timeZone: string;
}

/**
 * Everything that is stored about one person, as sections with names that a person reads; those without rows are there, too,
 * and empty. Amounts are decimal texts with their currency ("12.50 GBP"), instants ISO texts in UTC, ids texts; a movement of
 * points also says in words what it was. No staff, no secrets.
 */
export async function listPersonalSections(shopId: number, whose: Whose): Promise<Record<string, Section>> {
  const sections: Record<string, Section> = {};
  const formats = whyFormats({ locale: "en", timeZone: whose.timeZone });
  for (const one of PERSONAL_TABLES) {
    const rows = await readRows(shopId, one, whose);
    sections[one.section] = rows.map((row) => ({ ...shownCells(one, row, whose.currency), ...(one.table === "ledger_entries" && { "in words": entryInWords(row, formats) }) }));
  }
  return sections;
}

const WHERE = { customer: "t.customer_id = ANY ($2::bigint[])", order: "t.order_id = ANY ($3::bigint[])" };

type Row = Cells & { "its currency": string | null };

async function readRows(shopId: number, { table, of, order, shown, currency }: PersonalTable, whose: Whose): Promise<Row[]> {
  const columns = Object.keys(shown).map((column) => `t.${column}`);
  const where = typeof of === "string" ? WHERE[of] : of.where;
  // Both lists are named, so that a condition may use either.
  const { rows } = await pool.query<Row>(
    `SELECT ${columns.join(", ")}, ${currency ?? "NULL::text"} AS "its currency" FROM ${table} t
     WHERE t.shop_id = $1 AND ${where} AND $2::bigint[] IS NOT NULL AND $3::bigint[] IS NOT NULL ORDER BY ${order.split(", ").map((column) => `t.${column}`).join(", ")}`,
    [shopId, whose.customerIds, whose.orderIds],
  );
  return rows;
}

const shownCells = ({ shown }: PersonalTable, row: Row, shopCurrency: string): Cells =>
  Object.fromEntries(Object.entries(shown).map(([column, name]) => [name, readable(column, row[column], row["its currency"] ?? shopCurrency)]));

/** What the customer reads of an entry in the shop: with its reason beside, and without whoever wrote it. */
function entryInWords(row: Cells, formats: WhyFormats): string {
  const kind = row["kind"] as EntryKind;
  const points = kind === "reverse_waived" ? Number(row["waived_points"]) : Number(row["settled_points"]) || Number(row["pending_points"]);
  return customerWhy({ kind, points, orderName: row["order_name"] as string | null, programVersion: null, why: row["why"] as Why }, formats);
}

/** One value as a person reads it; its column says what it is. */
function readable(column: string, value: unknown, currency: string): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (/_minor$/.test(column)) return moneyText(Number(value), currency);
  if (typeof value === "string" && /(?:_points|^points)$/.test(column)) return Number(value);
  return typeof value === "object" ? readableJson(value, currency) : value;
}

const moneyText = (minor: number, currency: string): string => `${toDecimal(minor, currency)} ${currency}`;

// Staff, and names that only machines know.
const HIDDEN_KEYS = new Set(["by", "customerId", "checkoutTokenHash", "emailHash", "shopifyId", "perkId", "redemptionId", "ruleId"]);

/** The same for what is kept as JSON: `totalMinor` becomes `total` with its currency, other keys become words. */
function readableJson(value: unknown, currency: string): unknown {
  if (Array.isArray(value)) return value.map((one) => readableJson(one, currency));
  if (typeof value !== "object" || value === null) return value;
  const cells = value as Cells;
  const own = typeof cells["currency"] === "string" ? cells["currency"] : currency;
  return Object.fromEntries(
    Object.entries(cells)
      .filter(([key]) => !HIDDEN_KEYS.has(key))
      .map(([key, one]) => (key.endsWith("Minor") && typeof one === "number" ? [inWords(key.slice(0, -5)), moneyText(one, own)] : [inWords(key), readableJson(one, own)])),
  );
}

const inWords = (key: string): string => (/^[a-z]+(?:[A-Z][a-z]+)+$/.test(key) ? key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`) : key);
