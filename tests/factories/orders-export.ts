/** An order as Shopify's export shows it: texts as they stand in the cells. */
export interface ExportedOrder {
  name: string;
  id: string;
  email: string;
  financialStatus: string;
  createdAt: string;
  paidAt: string;
  cancelledAt: string;
  currency: string;
  subtotal: string;
  shipping: string;
  taxes: string;
  total: string;
  discountCode: string;
  discountAmount: string;
  refunded: string;
  buyer: string;
  tags: string;
  lines: { title: string; quantity: number | string; price: string }[];
}

/** The 79 columns of the export of orders, as the Shopify admin names them. */
const COLUMNS = [
  "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing", "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code",
  "Discount Amount", "Shipping Method", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem compare at price", "Lineitem sku", "Lineitem requires shipping",
  "Lineitem taxable", "Lineitem fulfillment status", ...["Billing", "Shipping"].flatMap((kind) => ["Name", "Street", "Address1", "Address2", "Company", "City", "Zip", "Province", "Country", "Phone"].map((part) => `${kind} ${part}`)),
  "Notes", "Note Attributes", "Cancelled at", "Payment Method", "Payment Reference", "Refunded Amount", "Vendor", "Outstanding Balance", "Employee", "Location", "Device ID", "Id", "Tags", "Risk Level",
  "Source", "Lineitem discount", ...[1, 2, 3, 4, 5].flatMap((tax) => [`Tax ${tax} Name`, `Tax ${tax} Value`]), "Phone", "Receipt Number", "Duties", "Billing Province Name", "Shipping Province Name",
  "Payment ID", "Payment Terms Name", "Next Payment Due At", "Payment References",
];

const DEFAULTS: ExportedOrder = {
  name: "#1001", id: "5001", email: "ann@example.com", financialStatus: "paid", createdAt: "2026-05-01 09:58:12 +0000", paidAt: "2026-05-01 10:00:00 +0000", cancelledAt: "", currency: "GBP",
  subtotal: "10.00", shipping: "0.00", taxes: "0.00", total: "10.00", discountCode: "", discountAmount: "0.00", refunded: "0.00", buyer: "Ann Example", tags: "", lines: [{ title: "Tea", quantity: 1, price: "10.00" }],
};

/** The text of an export of these orders: a row for each line, the totals on the first row of each order only. */
export function ordersExport(orders: readonly Partial<ExportedOrder>[], separator = ","): string {
  const rows = orders.flatMap((given) => {
    const order = { ...DEFAULTS, ...given };
    return order.lines.map((line, at) => ({ Name: order.name, ...lineCells(line), Vendor: "Example", "Lineitem discount": "0.00", ...(at === 0 && orderCells(order)) }) as Record<string, string>);
  });
  return [COLUMNS.join(separator), ...rows.map((row) => COLUMNS.map((column) => quoted(row[column] ?? "", separator)).join(separator))].join("\n") + "\n";
}

const lineCells = ({ title, quantity, price }: ExportedOrder["lines"][number]) => ({ "Lineitem quantity": String(quantity), "Lineitem name": title, "Lineitem price": price, "Lineitem requires shipping": "true" });

const orderCells = (order: ExportedOrder) => ({
  Email: order.email, "Financial Status": order.financialStatus, "Paid at": order.paidAt, "Fulfillment Status": "fulfilled", "Accepts Marketing": "no", Currency: order.currency, Subtotal: order.subtotal,
  Shipping: order.shipping, Taxes: order.taxes, Total: order.total, "Discount Code": order.discountCode, "Discount Amount": order.discountAmount, "Created at": order.createdAt, "Billing Name": order.buyer,
  "Cancelled at": order.cancelledAt, "Refunded Amount": order.refunded, Id: order.id, Tags: order.tags, Source: "web",
});

const quoted = (cell: string, separator: string): string => (cell.includes(separator) || /["\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
