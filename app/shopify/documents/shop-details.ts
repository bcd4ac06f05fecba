import { z } from "zod";
import { idOfGid } from "#app/domain/ids.ts";
import type { Operation } from "../operation.ts";

const answer = z.object({
  shop: z
    .object({ id: z.string(), name: z.string(), currencyCode: z.string(), ianaTimezone: z.string() })
    .transform((shop) => ({
      shopifyId: idOfGid(shop.id, "Shop"),
      name: shop.name,
      currency: shop.currencyCode,
      timeZone: shop.ianaTimezone,
    })),
});

/** How the shop is called and where it lives: currency as ISO 4217, zone as an IANA name. */
export const shopDetails: Operation<Record<string, never>, z.output<typeof answer>> = {
  name: "ShopDetails",
  document: `query ShopDetails { shop { id name currencyCode ianaTimezone } }`,
  answer,
  isBackground: false,
};
