import { fixedAmount } from "#standin/shop/money.ts";
import type { OrderRecord, TransactionRecord } from "#standin/shop/records.ts";
import type { Shop } from "#standin/shop/shop.ts";
import { zonedInstant } from "#standin/shop/time.ts";
import { rawNumber } from "../raw-number.ts";

/** Body of order_transactions/create, and one entry of a refund's `transactions`. */
export function transactionPayload(shop: Shop, order: OrderRecord, transaction: TransactionRecord): Record<string, unknown> {
  const { timeZone } = shop.settings;
  const { currency } = order;
  const nothingOpen = { amount: fixedAmount(0, currency), currency };
  return {
    id: rawNumber(transaction.id),
    order_id: rawNumber(order.id),
    kind: transaction.kind.toLowerCase(),
    gateway: transaction.gateway,
    status: transaction.status.toLowerCase(),
    message: null,
    created_at: zonedInstant(transaction.createdAtMs, timeZone),
    test: order.test,
    authorization: null,
    location_id: null,
    user_id: null,
    parent_id: transaction.parentId === null ? null : rawNumber(transaction.parentId),
    processed_at: zonedInstant(transaction.processedAtMs, timeZone),
    device_id: null,
    error_code: null,
    source_name: order.sourceName,
    payment_details: {
      credit_card_bin: null, avs_result_code: null, cvv_result_code: null, credit_card_number: "•••• •••• •••• 4242", credit_card_company: "Visa",
      buyer_action_info: null, credit_card_name: null, credit_card_wallet: null, credit_card_expiration_month: null,
      credit_card_expiration_year: null, payment_method_name: "visa",
    },
    receipt: {},
    amount: fixedAmount(transaction.amountMinor, currency),
    currency,
    payment_id: `#${order.number}.1`,
    total_unsettled_set: { presentment_money: nothingOpen, shop_money: nothingOpen },
    manual_payment_gateway: false,
    amount_rounding: null,
    admin_graphql_api_id: `gid://shopify/OrderTransaction/${transaction.id}`,
  };
}
