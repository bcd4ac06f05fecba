import fs from "node:fs";
import type { FileOrderRow } from "#app/domain/import/file-order.ts";
import type { CsvRow } from "#app/domain/import/read-csv.ts";
import { OrderReader } from "#app/domain/import/read-order-file.ts";
import { readImportFile } from "#app/usecases/read-import-file.server.ts";
import { grouped, type Progress } from "#scripts/demo/progress.ts";
import type { StandinControl } from "#scripts/standin-control.ts";

const ORDERS_PER_CALL = 500;
const SHOWN_PROBLEMS = 5;

/** What a file of orders holds: how many that can be used, in which currency most of them are, and the lines that cannot. */
export interface OrdersFile {
  path: string;
  orders: number;
  currency: string;
  problems: { line: number; problem: string }[];
}

/** Looks through an export of orders of the Shopify admin. Throws a sentence for a person where it cannot be read or holds no order that can be used. */
export async function inspectOrdersFile(path: string): Promise<OrdersFile> {
  const currencies = new Map<string, number>();
  const problems: OrdersFile["problems"] = [];
  await readOrders(path, (rows) => {
    for (const { line, order, problem } of rows) {
      if (order) currencies.set(order.currency, (currencies.get(order.currency) ?? 0) + 1);
      else problems.push({ line, problem: problem ?? "" });
    }
  });
  const [currency] = [...currencies].sort((a, b) => b[1] - a[1]).map(([code]) => code);
  if (currency === undefined) throw new Error(`--data ${path} holds no order that can be used. Line ${problems[0]?.line}: ${problems[0]?.problem}`);
  return { path, orders: [...currencies.values()].reduce((sum, count) => sum + count, 0), currency, problems };
}

/** Makes the orders of a file the history of a shop of the stand-in, and says which were passed over. */
export async function loadOrdersFile({ path, orders, problems }: OrdersFile, { control, shop, progress }: { control: StandinControl; shop: string; progress: Progress }): Promise<void> {
  let sent = 0;
  await readOrders(path, async (rows) => {
    const usable = rows.flatMap(({ order }) => order ?? []);
    for (let at = 0; at < usable.length; at += ORDERS_PER_CALL) {
      await control.loadHistory(shop, usable.slice(at, at + ORDERS_PER_CALL));
      sent += Math.min(ORDERS_PER_CALL, usable.length - at);
      progress.step(`Placing the orders of the file: ${grouped(sent)} of ${grouped(orders)}`);
    }
  });
  if (problems.length === 0) return;
  progress.say(`${grouped(problems.length)} ${problems.length === 1 ? "order was" : "orders were"} passed over. The first:`);
  for (const { line, problem } of problems.slice(0, SHOWN_PROBLEMS)) progress.say(`  Line ${line}: ${problem}`);
}

async function readOrders(path: string, take: (rows: FileOrderRow[]) => void | Promise<void>): Promise<void> {
  const reader = new OrderReader();
  const refusal = await readImportFile(fs.createReadStream(path), {
    push: async (rows: CsvRow[]) => take(reader.push(rows)),
    end: async () => take(reader.end()),
  }).catch((error: unknown) => {
    throw new Error(`--data ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (refusal !== undefined) throw new Error(`--data ${path} is no export of orders. ${refusal}`);
}
