import { z } from "zod";
import { accountKindOf } from "#app/domain/account/customer-accounts.ts";
import { gid, id, optionalInstant, optionalText, text } from "./fields.ts";

/** The deliveries that are no facts about orders or customers: ids, merges, the app's own life, and privacy. */
export const deletedOrderPayload = z.object({ id });

export const deletedCustomerPayload = z.object({ admin_graphql_api_id: gid("Customer") });

export const mergedCustomersPayload = z.object({
  admin_graphql_api_customer_kept_id: gid("Customer"),
  admin_graphql_api_customer_deleted_id: gid("Customer"),
  status: text,
});

export const scopesUpdatePayload = z.object({ current: z.array(text), updated_at: optionalInstant });

export const shopUpdatePayload = z.object({
  name: text,
  currency: z.string().regex(/^[A-Z]{3}$/),
  iana_timezone: optionalText,
  updated_at: optionalInstant,
  myshopify_domain: optionalText,
});

export const accountSettingsPayload = z.object({
  customer_accounts_version: text.transform((version, context) => {
    const kind = accountKindOf(version);
    if (kind) return kind;
    context.addIssue({ code: "custom", message: "is no kind of customer accounts" });
    return z.NEVER;
  }),
});

export const bulkFinishPayload = z.object({ admin_graphql_api_id: gid("BulkOperation"), status: text });

export const dataRequestPayload = z.object({
  shop_domain: optionalText,
  customer: z.object({ id }),
  orders_requested: z.array(id).nullish(),
  data_request: z.object({ id }),
});

export const customerRedactPayload = z.object({
  shop_domain: optionalText,
  customer: z.object({ id }),
  orders_to_redact: z.array(id).nullish(),
});

/** When the app was uninstalled is only in the delivery's header; the body describes the shop. */
export const uninstalledPayload = z.object({ myshopify_domain: optionalText });

export const shopRedactPayload = z.object({ shop_domain: optionalText });
