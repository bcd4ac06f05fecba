import fs from "node:fs";
import zlib from "node:zlib";
import { parse } from "csv-parse/sync";

const FILE = new URL("../../standin/histories/online-retail/online_retail.csv.gz", import.meta.url);

export type HistoricOrder = { invoiceNo: string; customerId: string; at: number; totalMinor: number };

/**
 * The real orders of the gift shop, read without any of the product's code: every all-digit invoice with a customer and a
 * total above zero, at the time of its earliest line (UTC milliseconds), in pence, rounded half up; by time, then number.
 */
export function readRealHistory(): HistoricOrder[] {
  const invoices = new Map<string, { customerId: string; at: number; thousandths: bigint }>();
  const lines = parse(zlib.gunzipSync(fs.readFileSync(FILE)), { columns: true }) as Record<string, string>[];
  for (const line of lines) {
    const { InvoiceNo = "", CustomerID = "", InvoiceDate = "", Quantity = "", UnitPrice = "" } = line;
    if (!/^\d+$/.test(InvoiceNo) || CustomerID === "") continue;
    const at = Date.parse(`${InvoiceDate.replace(" ", "T")}:00Z`);
    const thousandths = BigInt(Quantity) * BigInt(Math.round(Number(UnitPrice) * 1_000));
    const invoice = invoices.get(InvoiceNo);
    if (!invoice) invoices.set(InvoiceNo, { customerId: CustomerID, at, thousandths });
    else Object.assign(invoice, { at: Math.min(invoice.at, at), thousandths: invoice.thousandths + thousandths });
  }
  return [...invoices]
    .map(([invoiceNo, { customerId, at, thousandths }]) => ({ invoiceNo, customerId, at, totalMinor: Number((thousandths + 5n) / 10n) }))
    .filter(({ totalMinor }) => totalMinor > 0)
    .sort((a, b) => a.at - b.at || Number(a.invoiceNo) - Number(b.invoiceNo));
}
