import { isDecimalId } from "../ids.ts";
import { decimalsOf, toMinor } from "../money.ts";
import type { Columns } from "./find-columns.ts";
import type { FileOrder, FileOrderLine, FileOrderRow } from "./file-order.ts";
import { formulaProblem, surplusProblem } from "./line-problems.ts";
import { parseFileInstant } from "./parse-file-instant.ts";
import type { CsvRow } from "./read-csv.ts";
import { spreadMinor } from "./spread-minor.ts";

/** The columns of Shopify's export that we use, by their titles in small letters. */
export const ORDER_COLUMNS = {
  name: "name", email: "email", financialstatus: "financialStatus", paidat: "paidAt", fulfillmentstatus: "fulfillmentStatus", fulfilledat: "fulfilledAt",
  currency: "currency", subtotal: "subtotal", shipping: "shipping", taxes: "taxes", total: "total", discountcode: "discountCode", discountamount: "discountAmount",
  createdat: "createdAt", lineitemquantity: "quantity", lineitemname: "title", lineitemprice: "price", lineitemsku: "sku", lineitemdiscount: "lineDiscount",
  billingname: "buyer", cancelledat: "cancelledAt", refundedamount: "refunded", id: "id", tags: "tags", source: "source", duties: "duties",
} as const;
export type OrderColumn = (typeof ORDER_COLUMNS)[keyof typeof ORDER_COLUMNS];

const FINANCIAL_STATUSES = new Set(["authorized", "expired", "paid", "partially_paid", "partially_refunded", "pending", "refunded", "unpaid", "voided"]);
/** Cells whose content is no free text: a product may well be called “@home”. */
const FIGURES = ["name", "id", "email", "total", "subtotal", "shipping", "taxes", "refunded", "createdAt", "paidAt"] as const satisfies OrderColumn[];
const QUANTITY_MAX = 1_000_000;

class LineProblem extends Error {}

/** One order from its rows, the first of which carries its totals; or the first thing that is wrong with any of them. */
export function readOrderRows(rows: CsvRow[], columns: Columns<OrderColumn>): FileOrderRow {
  const [first] = rows;
  if (!first) throw new Error("an order has at least one row");
  const name = columns.cell(first, "name");
  try {
    return { line: first.line, name, order: readOrder(first, rows, columns), problem: null };
  } catch (error) {
    if (!(error instanceof LineProblem)) throw error;
    return { line: first.line, name, order: null, problem: error.message };
  }
}

function readOrder(first: CsvRow, rows: CsvRow[], columns: Columns<OrderColumn>): FileOrder {
  const cell = (column: OrderColumn) => columns.cell(first, column);
  for (const row of rows) {
    const surplus = surplusProblem(row, columns);
    if (surplus !== null) throw new LineProblem(row === first ? surplus : `Line ${row.line}: ${surplus}`);
  }
  const formula = formulaProblem(FIGURES.map(cell));
  if (formula !== null) throw new LineProblem(formula);
  if (cell("name") === "") throw new LineProblem("The order has no name.");
  if (cell("total") === "") throw new LineProblem("No total is given. The first row of an order carries its totals.");
  const id = cell("id").replace(/^'/, "");
  if (id !== "" && !isDecimalId(id)) throw new LineProblem(`“${id.slice(0, 40)}” is no order id.`);
  const financialStatus = cell("financialStatus").toLowerCase().replaceAll(" ", "_");
  if (!FINANCIAL_STATUSES.has(financialStatus)) throw new LineProblem(`“${cell("financialStatus").slice(0, 40)}” is no payment status of Shopify.`);
  const currency = currencyOf(cell("currency"));
  const money = (column: OrderColumn) => moneyOf(cell(column), currency);
  const createdAt = instantOf(cell("createdAt"));
  if (createdAt === null) throw new LineProblem("No time is given under “Created at”.");
  const [paidAt, cancelledAt, fulfilledAt] = [instantOf(cell("paidAt")), instantOf(cell("cancelledAt")), instantOf(cell("fulfilledAt"))];
  const sums = { totalMinor: money("total"), shippingMinor: money("shipping"), taxMinor: money("taxes"), discountMinor: money("discountAmount"), refundedMinor: money("refunded") };
  const wholeMinor = rows.reduce((sum, row) => sum + moneyOf(columns.cell(row, "price"), currency) * quantityOf(columns.cell(row, "quantity"), row.line), 0);
  const subtotalMinor = cell("subtotal") === "" ? wholeMinor : money("subtotal");
  const isTaxIncluded = sums.taxMinor === 0 || subtotalMinor + sums.shippingMinor + money("duties") + sums.taxMinor !== sums.totalMinor;
  return {
    ...sums, subtotalMinor, isTaxIncluded, currency, createdAt, paidAt, cancelledAt, fulfilledAt, financialStatus,
    orderId: id === "" ? null : id,
    name: cell("name"),
    email: cell("email") === "" ? null : cell("email").toLowerCase(),
    buyer: cell("buyer"),
    refundedAt: cancelledAt ?? fulfilledAt ?? paidAt ?? createdAt,
    fulfillmentStatus: ["", "unfulfilled", "pending"].includes(cell("fulfillmentStatus").toLowerCase()) ? null : cell("fulfillmentStatus").toLowerCase(),
    discountCode: cell("discountCode") === "" ? null : cell("discountCode"),
    tags: [...new Set(cell("tags").split(",").map((tag) => tag.trim().toLowerCase()).filter(Boolean))].sort(),
    sourceName: cell("source") === "" ? null : cell("source"),
    lines: linesOf(rows, columns, { currency, subtotalMinor, taxMinor: sums.taxMinor, shippingMinor: sums.shippingMinor }),
  };
}

/**
 * What the whole order's discount took from each line is not in the file: what the lines cost beyond the order's subtotal is
 * spread over them by price, and so is the tax, of which the part by which shipping was dear is the shipping's.
 */
function linesOf(rows: CsvRow[], columns: Columns<OrderColumn>, order: { currency: string; subtotalMinor: number; taxMinor: number; shippingMinor: number }): FileOrderLine[] {
  const lines = rows.filter((row) => columns.cell(row, "title") !== "" || columns.cell(row, "price") !== "").map((row): FileOrderLine => ({
    title: columns.cell(row, "title"),
    sku: columns.cell(row, "sku"),
    quantity: quantityOf(columns.cell(row, "quantity"), row.line),
    priceMinor: moneyOf(columns.cell(row, "price"), order.currency),
    discountMinor: moneyOf(columns.cell(row, "lineDiscount"), order.currency),
    taxMinor: 0,
  }));
  const left = lines.map((line) => Math.max(0, line.priceMinor * line.quantity - line.discountMinor));
  const leftMinor = left.reduce((sum, one) => sum + one, 0);
  const discounts = spreadMinor(Math.max(0, leftMinor - order.subtotalMinor), left);
  const taxes = spreadMinor(order.taxMinor, [...left.map((one, at) => one - (discounts[at] ?? 0)), order.shippingMinor]);
  return lines.map((line, at) => ({ ...line, discountMinor: line.discountMinor + (discounts[at] ?? 0), taxMinor: taxes[at] ?? 0 }));
}

function currencyOf(text: string): string {
  try {
    decimalsOf(text);
    return text;
  } catch {
    throw new LineProblem(`“${text.slice(0, 40)}” is no currency. Enter a code such as EUR.`);
  }
}

function moneyOf(text: string, currency: string): number {
  if (text === "") return 0;
  try {
    const minor = toMinor(text, currency);
    if (minor >= 0) return minor;
  } catch {
    // Said below, as for an amount below zero.
  }
  throw new LineProblem(`“${text.slice(0, 40)}” is no amount. Enter 1234.50 for 1,234.50.`);
}

function quantityOf(text: string, line: number): number {
  if (text === "") return 0;
  if (/^\d{1,7}$/.test(text) && Number(text) <= QUANTITY_MAX) return Number(text);
  throw new LineProblem(`“${text.slice(0, 40)}” on line ${line} is no quantity.`);
}

function instantOf(text: string): string | null {
  if (text === "") return null;
  const instant = parseFileInstant(text);
  if (instant === null) throw new LineProblem(`“${text.slice(0, 40)}” is no time with its zone, such as 2026-05-01 09:58:12 +0100. A spreadsheet may have changed it: use the file as Shopify made it.`);
  return instant;
}
