import { columnsThere, findColumns, type Columns } from "./find-columns.ts";
import type { FileOrderRow } from "./file-order.ts";
import { ORDER_COLUMNS, readOrderRows, type OrderColumn } from "./read-order-rows.ts";
import type { CsvRow } from "./read-csv.ts";
import { UnreadableFile } from "./unreadable-file.ts";

/** Most rows of one order: Shopify's own limit of lines. More belong to a file that is broken. */
const ORDER_ROWS_MAX = 1_000;
const NEEDED = ["name", "financialStatus", "currency", "total", "createdAt"] as const satisfies OrderColumn[];

/**
 * Reads the export of orders of the Shopify admin row by row: 79 columns, a row for each line of an order, of which only the
 * first carries the order's totals. Rows of one order stand together. Memory holds one order, and the names of those read.
 *
 * An order with anything wrong in any of its rows is answered with that problem, and never in part. Throws `UnreadableFile`
 * where the columns of an export of orders are missing.
 *
 * @see https://help.shopify.com/en/manual/fulfillment/managing-orders/exporting-orders
 */
export class OrderReader {
  #columns: Columns<OrderColumn> | undefined;
  #open: CsvRow[] = [];
  readonly #seen = new Map<string, number>();

  /** The orders that are complete with these rows. */
  push(rows: CsvRow[]): FileOrderRow[] {
    const done: FileOrderRow[] = [];
    for (const row of rows) {
      if (!this.#columns) {
        this.#columns = columnsOf(row);
      } else if (this.#isOfOpenOrder(row, this.#columns)) {
        this.#open.push(row);
      } else {
        done.push(...this.#close());
        this.#open = [row];
      }
    }
    return done;
  }

  /** The last order. */
  end(): FileOrderRow[] {
    if (!this.#columns) throw new UnreadableFile("The file is empty.");
    const last = this.#close();
    if (this.#seen.size === 0 && last.length === 0) throw new UnreadableFile("The file has column names, but no orders.");
    return last;
  }

  #isOfOpenOrder(row: CsvRow, { cell }: Columns<OrderColumn>): boolean {
    const [first] = this.#open;
    if (!first || this.#open.length === ORDER_ROWS_MAX) return false;
    return cell(row, "name") === cell(first, "name") && cell(row, "total") === "" && cell(row, "financialStatus") === "";
  }

  #close(): FileOrderRow[] {
    const [first] = this.#open;
    if (!first || !this.#columns) return [];
    const name = this.#columns.cell(first, "name");
    const before = this.#seen.get(name);
    this.#seen.set(name, before ?? first.line);
    const row: FileOrderRow = before === undefined ? readOrderRows(this.#open, this.#columns) : { line: first.line, name, order: null, problem: `Order ${name.slice(0, 40)} is also on line ${before}. Rows of one order stand together.` };
    this.#open = [];
    return [row];
  }
}

function columnsOf(head: CsvRow): Columns<OrderColumn> {
  const columns = findColumns(head, ORDER_COLUMNS);
  const missing = NEEDED.find((name) => !columns.has(name));
  if (missing !== undefined) throw new UnreadableFile(`No column is called “${TITLES[missing]}”. ${columnsThere(head)} Export the orders in Shopify’s admin (Orders, Export, CSV) and choose that file as it is.`);
  return columns;
}

const TITLES: Record<(typeof NEEDED)[number], string> = { name: "Name", financialStatus: "Financial Status", currency: "Currency", total: "Total", createdAt: "Created at" };
