import { findKnownOrders } from "#app/facts/admit-file-orders.server.ts";
import type { FileOrderRow } from "#app/domain/import/file-order.ts";
import type { CsvRow } from "#app/domain/import/read-csv.ts";
import { OrderReader } from "#app/domain/import/read-order-file.ts";
import { inTransaction, pool } from "#app/platform/db.server.ts";
import type { KeyedHash } from "#app/platform/keyed-hash.server.ts";
import { addOrderPiece, changeImport, dropImport, openImport, type OrderLine, type OrderPieceReport } from "#app/store/imports.server.ts";
import { getShopHash, type Shop } from "#app/store/shops.server.ts";
import { fileOrderFact } from "./file-order-fact.server.ts";
import type { ImportChecked } from "./check-import.server.ts";
import { readImportFile, shownFileName, type FileBytes } from "./read-import-file.server.ts";

const PIECE_ORDERS = 500;
const REASON = "Orders from a file";

/**
 * Reads an export of orders and keeps what each of them would be, as of now, piece by piece as it comes: memory holds a piece,
 * and the names and ids read so far. Nothing of the shop changes. Orders that are known, by id or where the file has none by name, are passed
 * over; an order with anything wrong in it is kept with its problem only. A file that cannot be read to its end leaves nothing.
 */
export async function checkOrderImport(shop: Pick<Shop, "id" | "domain">, { file, fileName, by, now }: { file: FileBytes; fileName: string; by: string; now: Date }): Promise<ImportChecked> {
  const hash = await getShopHash(pool, shop);
  const importId = await inTransaction((tx) => openImport(tx, shop.id, { kind: "orders", mode: "add", fileName: shownFileName(fileName), reason: REASON, createdBy: by, now }));
  const pieces = new OrderPieces(shop.id, importId, hash);
  let refusal: string | undefined;
  try {
    refusal = await readImportFile(file, pieces);
    if (refusal === undefined) await changeImport(pool, shop.id, { id: importId, state: "checked", piecesDone: 0, finishedAt: null });
  } catch (error) {
    await dropImport(pool, shop.id, importId);
    throw error;
  }
  if (refusal === undefined) return { outcome: "checked", importId, unusedColumns: [] };
  await dropImport(pool, shop.id, importId);
  return { outcome: "refused", message: refusal };
}

class OrderPieces {
  readonly #reader = new OrderReader();
  readonly #lineOfId = new Map<string, number>();
  readonly #shopId: number;
  readonly #importId: string;
  readonly #hash: KeyedHash;
  #waiting: FileOrderRow[] = [];
  #piece = 0;

  constructor(shopId: number, importId: string, hash: KeyedHash) {
    this.#shopId = shopId;
    this.#importId = importId;
    this.#hash = hash;
  }

  async push(rows: CsvRow[]): Promise<void> {
    this.#waiting.push(...this.#reader.push(rows));
    while (this.#waiting.length >= PIECE_ORDERS) await this.#write(this.#waiting.splice(0, PIECE_ORDERS));
  }

  async end(): Promise<void> {
    this.#waiting.push(...this.#reader.end());
    await this.push([]);
    if (this.#waiting.length > 0) await this.#write(this.#waiting.splice(0));
  }

  async #write(rows: FileOrderRow[]): Promise<void> {
    const orders = rows.flatMap(({ order }) => order ?? []);
    const known = await findKnownOrders(pool, this.#shopId, { orderIds: orders.flatMap(({ orderId }) => orderId ?? []), names: orders.flatMap(({ orderId, name }) => (orderId === null ? name : [])) });
    const [ids, names] = [new Set(known.map(({ orderId }) => orderId)), new Set(known.map(({ name }) => name))];
    const lines = rows.map((row) => this.#lineOf(row, { ids, names }));
    await addOrderPiece(pool, this.#shopId, { importId: this.#importId, piece: this.#piece, lines, report: reportOf(lines) });
    this.#piece += 1;
  }

  #lineOf({ line, name, order, problem }: FileOrderRow, known: { ids: Set<string>; names: Set<string | null> }): OrderLine {
    const passed = (words: string): OrderLine => ({ line, name, fact: null, knownId: null, problem: words });
    if (!order) return passed(problem ?? "The order cannot be read.");
    const { orderId } = order;
    if (orderId === null) return known.names.has(order.name) ? { line, name, fact: null, knownId: order.name, problem: null } : passed("The order has no id. Use the file as Shopify made it, with its column “Id”.");
    const before = this.#lineOfId.get(orderId);
    if (before !== undefined) return passed(`The order with this id is also on line ${before}.`);
    this.#lineOfId.set(orderId, line);
    return known.ids.has(orderId) ? { line, name, fact: null, knownId: orderId, problem: null } : { line, name, fact: fileOrderFact({ ...order, orderId }, this.#hash), knownId: null, problem: null };
  }
}

function reportOf(lines: OrderLine[]): OrderPieceReport {
  const facts = lines.flatMap(({ fact }) => fact ?? []);
  return {
    orders: lines.length,
    added: facts.length,
    known: lines.filter(({ knownId }) => knownId !== null).length,
    nameless: facts.filter(({ emailHash }) => emailHash === null).length,
    refunded: facts.filter(({ refunds }) => refunds.length > 0).length,
    problems: lines.flatMap(({ line, name, problem }) => (problem === null ? [] : { line, name, problem })),
  };
}
