import { describe, expect, it } from "vitest";
import { ordersExport, type ExportedOrder } from "#tests/factories/orders-export.ts";
import { OrderReader } from "./read-order-file.ts";
import { RowReader } from "./read-rows.ts";

function read(text: string) {
  const [rows, orders] = [new RowReader(), new OrderReader()];
  return [...orders.push(rows.push(Buffer.from(text))), ...orders.push(rows.end()), ...orders.end()];
}

const readOne = (order: Partial<ExportedOrder>) => read(ordersExport([order]))[0];

describe("an export of orders of the Shopify admin", () => {
  it("has 79 columns, and several rows for an order, of which only the first carries its totals", () => {
    const text = ordersExport([{ lines: [{ title: "Tea", quantity: 2, price: "4.50" }, { title: "Cup, blue", quantity: 1, price: "6.00" }], total: "17.00", subtotal: "15.00", shipping: "2.00" }]);
    expect(text.split("\n")[0]?.split(",")).toHaveLength(79);
    expect(read(text)).toMatchObject([
      { line: 2, problem: null, order: { orderId: "5001", name: "#1001", email: "ann@example.com", totalMinor: 1700, subtotalMinor: 1500, shippingMinor: 200,
        lines: [{ title: "Tea", quantity: 2, priceMinor: 450, discountMinor: 0 }, { title: "Cup, blue", quantity: 1, priceMinor: 600, discountMinor: 0 }] } },
    ]);
  });

  it("names times in the shop's zone, which are kept as instants", () => {
    expect(readOne({ createdAt: "2026-05-01 09:58:12 +0200", paidAt: "2026-05-02 10:00:00 -0500" })?.order).toMatchObject({ createdAt: "2026-05-01T07:58:12.000Z", paidAt: "2026-05-02T15:00:00.000Z" });
  });

  it("does not say which line a discount was taken from: it is spread by price, to the penny", () => {
    const order = readOne({ lines: [{ title: "A", quantity: 1, price: "10.00" }, { title: "B", quantity: 1, price: "5.00" }], subtotal: "13.00", total: "13.00", discountCode: "TWO", discountAmount: "2.00" })?.order;
    expect(order?.lines.map(({ discountMinor }) => discountMinor)).toEqual([133, 67]);
    expect(order).toMatchObject({ discountCode: "TWO", discountMinor: 200 });
  });

  it("tells by its sums whether tax is in the prices", () => {
    expect(readOne({ subtotal: "10.00", taxes: "1.67", total: "10.00" })?.order).toMatchObject({ isTaxIncluded: true, lines: [{ taxMinor: 167 }] });
    expect(readOne({ subtotal: "10.00", taxes: "2.00", total: "12.00" })?.order).toMatchObject({ isTaxIncluded: false, lines: [{ taxMinor: 200 }] });
  });

  it("takes a refund as of the cancellation, because the file does not say when money went back", () => {
    expect(readOne({ financialStatus: "refunded", refunded: "10.00", cancelledAt: "2026-05-09 00:00:00 +0000" })?.order).toMatchObject({ refundedMinor: 1000, refundedAt: "2026-05-09T00:00:00.000Z" });
  });

  it("knows currencies without pennies", () => {
    expect(readOne({ currency: "JPY", subtotal: "1200", total: "1200", lines: [{ title: "Tea", quantity: 1, price: "1200" }] })?.order).toMatchObject({ totalMinor: 1200, lines: [{ priceMinor: 1200 }] });
  });

  it("passes an order over whole one of whose rows has more cells than there are columns", () => {
    const [head = "", first = "", second = ""] = ordersExport([{ lines: [{ title: "Tea", quantity: 1, price: "4.50" }, { title: "Cup", quantity: 1, price: "6.00" }] }]).split("\n");
    expect(read([head, first, second].join("\n"))[0]?.problem).toBeNull();
    expect(read([head, `${first},`, second].join("\n"))).toEqual([expect.objectContaining({ line: 2, order: null, problem: expect.stringContaining("The line has 80 cells, and the first line has 79.") as string })]);
    expect(read([head, first, `${second},`].join("\n"))[0]?.problem).toContain("Line 3: The line has 80 cells");
  });

  it.each<[string, Partial<ExportedOrder>]>([
    ["“1,234.50” is no amount. Enter 1234.50 for 1,234.50.", { total: "1,234.50" }],
    ["“-5” is no amount", { total: "-5" }],
    ["“=1+1” is a formula", { total: "=1+1" }],
    ["“01/05/2026 09:58” is no time with its zone", { createdAt: "01/05/2026 09:58" }],
    ["“2026-02-30 09:58:12 +0000” is no time", { createdAt: "2026-02-30 09:58:12 +0000" }],
    ["“2026-05-01 09:58:12” is no time with its zone", { createdAt: "2026-05-01 09:58:12" }],
    ["“paid up” is no payment status", { financialStatus: "paid up" }],
    ["“Pounds” is no currency", { currency: "Pounds" }],
    ["“5.0E+12” is no order id", { id: "5.0E+12" }],
    ["“two” on line 2 is no quantity", { lines: [{ title: "Tea", quantity: "two", price: "1.00" }] }],
  ])("passes an order over whole: %s", (words, order) => {
    const row = readOne(order);
    expect(row?.order).toBeNull();
    expect(row?.problem).toContain(words);
  });

  it("is not taken in part when a later row of an order is broken", () => {
    expect(readOne({ lines: [{ title: "Tea", quantity: 1, price: "1.00" }, { title: "Cup", quantity: 1, price: "x" }] })).toMatchObject({ order: null, problem: expect.stringContaining("“x” is no amount") as string });
  });

  it("says that an order stands in it twice", () => {
    expect(read(ordersExport([{}, { name: "#1002", id: "5002" }, {}])).map(({ problem }) => problem)).toEqual([null, null, "Order #1001 is also on line 2. Rows of one order stand together."]);
  });

  it("is refused as a whole when it is another file", () => {
    expect(() => read("email,points\nann@example.com,5\n")).toThrow("No column is called “Name”");
    expect(() => read("")).toThrow("The file is empty");
    expect(() => read(ordersExport([]))).toThrow("no orders");
  });
});
