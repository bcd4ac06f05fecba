/**
 * What an erasure leaves of the hashes of an order: a list of columns to set. An empty hash equals no hash and, other than
 * none, is not filled again by the next version of the order.
 */
export const ERASED_HASHES = "email_hash = '', checkout_token_hash = ''";

/**
 * Whether an order says that it was paid and changed long after it was placed, and no payment of it is known: then it was
 * probably paid at that change, and not at its placing, for which it is taken. A condition in SQL over columns of an order of
 * the shop in $1; `is_payment` says also for `order_times` what a payment is.
 */
export const isPaymentMissing = ({ orderId, paidAt, processedAt, updatedAt }: Record<"orderId" | "paidAt" | "processedAt" | "updatedAt", string>): string =>
  `${paidAt} = ${processedAt} AND ${updatedAt} > ${processedAt} + interval '1 hour'
  AND NOT EXISTS (SELECT FROM order_transactions x WHERE x.shop_id = $1 AND x.order_id = ${orderId} AND is_payment(x.status, x.kind))`;
