const LINES = 7;
const FIRST_ORDER_MS = Date.UTC(2025, 0, 1);

const moneySet = (amount: string) => ({ shop_money: { amount, currency_code: "GBP" }, presentment_money: { amount, currency_code: "GBP" } });
const gid = (type: string, id: number) => `gid://shopify/${type}/${id}`;

/**
 * The body of an orders/paid delivery as Shopify writes it for the fields that shopify.app.toml includes: an order of seven
 * lines with tax and a discount, about 6 kB. Orders are numbered from 0; `ordersPerCustomer` neighbours in a round share one.
 */
export function orderBody(number: number, customers: number): string {
  const id = 6_100_000_000_000 + number;
  const customerId = 7_200_000_000_000 + (number % customers);
  const at = new Date(FIRST_ORDER_MS + number * 1_000).toISOString().replace(".000Z", "+00:00");
  return JSON.stringify({
    id,
    admin_graphql_api_id: gid("Order", id),
    cancelled_at: null,
    closed_at: null,
    checkout_token: `b1946ac92492d2347c6235b4d2611184${number}`,
    created_at: at,
    currency: "GBP",
    discount_codes: [{ code: "SPRING10", amount: "9.60", type: "percentage" }],
    email: `buyer${customerId}@example.com`,
    financial_status: "paid",
    fulfillment_status: null,
    name: `#${1001 + number}`,
    processed_at: at,
    source_name: "web",
    subtotal_price: "86.40",
    tags: "gift, wholesale",
    taxes_included: true,
    test: false,
    total_discounts: "9.60",
    total_price: "90.35",
    total_tax: "15.06",
    total_shipping_price_set: moneySet("3.95"),
    updated_at: at,
    customer: {
      id: customerId,
      admin_graphql_api_id: gid("Customer", customerId),
      email: `buyer${customerId}@example.com`,
      first_name: "Robin",
      last_name: `Buyer ${customerId}`,
      state: "disabled",
      created_at: "2025-01-01T09:00:00+00:00",
      updated_at: at,
    },
    fulfillments: [],
    line_items: Array.from({ length: LINES }, (_, at) => lineItem(id * 10 + at, number + at)),
    refunds: [],
  });
}

function lineItem(id: number, product: number) {
  return {
    id,
    admin_graphql_api_id: gid("LineItem", id),
    gift_card: false,
    price: "24.00",
    product_id: 8_300_000_000_000 + (product % 500),
    quantity: 1,
    title: "White hanging heart candle holder, set of two, in a gift box",
    variant_id: 4_500_000_000_000 + (product % 500),
    tax_lines: [{ channel_liable: false, price: "2.40", price_set: moneySet("2.40"), rate: 0.2, title: "GB VAT" }],
    discount_allocations: [{ amount: "1.37", amount_set: moneySet("1.37"), discount_application_index: 0 }],
  };
}
