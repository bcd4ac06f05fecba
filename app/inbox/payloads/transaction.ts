import { z } from "zod";
import { toMinor } from "#app/domain/money.ts";
import type { TransactionFact } from "#app/domain/orders/order-fact.ts";
import { amount, gid, id, optionalInstant, optionalText } from "./fields.ts";

/** order_transactions/create. Its order is named by number alone, so the body must be parsed with long integers kept. */
export const transactionPayload = z.object({
  admin_graphql_api_id: gid("OrderTransaction"),
  order_id: id,
  kind: z.string(),
  status: z.string(),
  amount,
  currency: z.string(),
  processed_at: optionalInstant,
  created_at: optionalInstant,
  gateway: optionalText,
  parent_id: id.nullish(),
});

export function transactionFact(payload: z.output<typeof transactionPayload>): TransactionFact {
  const processedAt = payload.processed_at ?? payload.created_at;
  if (!processedAt) throw new Error("the transaction has no time");
  const currency = payload.currency.toUpperCase();
  const amountMinor = toMinor(payload.amount, currency);
  if (amountMinor < 0) throw new Error("the amount is negative");
  return {
    orderId: payload.order_id,
    transactionId: payload.admin_graphql_api_id,
    kind: payload.kind.toLowerCase(),
    status: payload.status.toLowerCase(),
    amountMinor,
    currency,
    processedAt,
    gateway: payload.gateway,
    parentId: payload.parent_id ?? null,
  };
}
