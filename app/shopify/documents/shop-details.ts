import { z } from "zod";
import { accountKindOf } from "#app/domain/account/customer-accounts.ts";
import { idOfGid } from "#app/domain/ids.ts";
import type { Operation } from "../operation.ts";

const answer = z.object({
  shop: z
    .object({
      id: z.string(), name: z.string(), currencyCode: z.string(), ianaTimezone: z.string(),
      customerAccountsV2: z.object({ customerAccountsVersion: z.string() }),
    })
    .transform((shop) => ({
      shopifyId: idOfGid(shop.id, "Shop"),
      name: shop.name,
      currency: shop.currencyCode,
      timeZone: shop.ianaTimezone,
      customerAccounts: accountKindOf(shop.customerAccountsV2.customerAccountsVersion) ?? null,
    })),
});

/** How the shop is called, where it lives (currency as ISO 4217, zone as an IANA name), and which customer accounts it runs. */
export const shopDetails: Operation<Record<string, never>, z.output<typeof answer>> = {
  name: "ShopDetails",
  document: `query ShopDetails { shop { id name currencyCode ianaTimezone customerAccountsV2 { customerAccountsVersion } } }`,
  answer,
  isBackground: false,
};
