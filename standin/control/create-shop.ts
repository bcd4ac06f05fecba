import type { Standin } from "#standin/standin.ts";
import { loadOnlineRetail } from "#standin/histories/online-retail/load-online-retail.ts";
import { instantMs } from "#standin/shop/time.ts";
import { shownShop } from "./shop-routes.ts";

interface ShopInput {
  domain?: string;
  name?: string;
  currency?: string;
  timeZone?: string;
  scopes?: string[];
  plan?: string;
  history?: "online-retail" | "none";
  /** Orders of the history from this instant on are held back for play-live; seven days before now unless given. */
  holdBackFrom?: string;
  customerAccounts?: "CLASSIC" | "NEW_CUSTOMER_ACCOUNTS";
  personalData?: boolean;
  now?: string;
}

/** POST /standin/shops. Throws for a domain that is taken or is no myshopify.com domain. */
export function createShop(standin: Standin, body: Record<string, unknown>): object {
  const input = body as ShopInput;
  if (!/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/.test(input.domain ?? "")) throw new Error("domain must end in .myshopify.com");
  const domain = input.domain ?? "";
  const house = standin.createShop({
    domain, name: input.name ?? domain.replace(".myshopify.com", ""), currency: input.currency ?? "GBP",
    timeZone: input.timeZone ?? "Europe/London", plan: input.plan ?? "Basic", grantableScopes: input.scopes ?? null,
    customerAccounts: input.customerAccounts ?? "NEW_CUSTOMER_ACCOUNTS",
    sharesPersonalData: input.personalData ?? true,
    ...(input.now !== undefined && { startsAtMs: instantMs(input.now, 0) }),
  });
  if (input.history === "online-retail") {
    loadOnlineRetail(house.shop, input.holdBackFrom === undefined ? {} : { holdBackFromMs: instantMs(input.holdBackFrom, 0) });
  }
  return shownShop(house);
}
