import { z } from "zod";
import type { CustomerFact, CustomerTagFact } from "#app/domain/orders/order-fact.ts";
import type { KeyedHash } from "#app/platform/keyed-hash.server.ts";
import { gid, instant, optionalInstant, optionalText, wholeText } from "./fields.ts";

/** The person in customers/* and inside of an order. Without access to protected data everything but the id is missing. */
export const customerPayload = z.object({
  admin_graphql_api_id: gid("Customer"),
  email: optionalText,
  first_name: optionalText,
  last_name: optionalText,
  state: optionalText,
  created_at: optionalInstant,
  updated_at: optionalInstant,
});

export function customerFact(payload: z.output<typeof customerPayload>, hash: KeyedHash): CustomerFact {
  return {
    customerId: payload.admin_graphql_api_id,
    email: payload.email,
    firstName: payload.first_name,
    lastName: payload.last_name,
    emailHash: payload.email ? hash.email(payload.email) : null,
    accountState: payload.state?.toLowerCase() ?? null,
    createdAt: payload.created_at,
    updatedAt: payload.updated_at,
  };
}

/** customer.tags_added and customer.tags_removed: only the tags that changed. */
export const customerTagsPayload = z.object({ customerId: gid("Customer"), tags: z.array(wholeText), occurredAt: instant });

export const customerTagFact = ({ customerId, tags, occurredAt }: z.output<typeof customerTagsPayload>, isAdded: boolean): CustomerTagFact => ({ customerId, tags, isAdded, at: occurredAt });
