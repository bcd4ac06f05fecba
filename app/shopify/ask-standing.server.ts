import type { Standing } from "#app/domain/account/has-shop-left.ts";
import { callAdmin, UnauthorizedError } from "./call-admin.server.ts";
import { shopDetails } from "./documents/shop-details.ts";
import { ShopGoneError, TerminalError } from "./errors.ts";
import { sessionStorage } from "./sessions.server.ts";

const NO_SUCH_SHOP = 404;

/**
 * How the app stands with a shop, asked of Shopify itself, also while the shop is paused. What says nothing about the shop,
 * such as trouble that passes or a wrong client secret, is thrown.
 */
export async function askStanding(domain: string): Promise<Standing> {
  try {
    for (let tries = 0; tries < 2; tries++) {
      const proven = await sessionStorage.proveTokens(domain);
      if (proven.outcome !== "given") return proven.outcome === "refused" ? "refused" : "unclear";
      const { accessToken } = proven;
      try {
        await callAdmin({ domain, accessToken }, shopDetails, {});
        return "taken";
      } catch (error) {
        if (!(error instanceof UnauthorizedError)) throw error;
        await sessionStorage.dropAccessToken(domain, accessToken);
      }
    }
    return "refused";
  } catch (error) {
    if (error instanceof ShopGoneError) return error.status === NO_SUCH_SHOP ? "refused" : "unclear";
    if (error instanceof TerminalError && error.code === "403") return "unclear";
    throw error;
  }
}
