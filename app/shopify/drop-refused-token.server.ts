import type { Session } from "@shopify/shopify-api";
import { logger } from "#app/platform/logger.server.ts";
import { callAdmin, UnauthorizedError } from "./call-admin.server.ts";
import { shopDetails } from "./documents/shop-details.ts";
import { sessionStorage } from "./sessions.server.ts";

/** A page is not kept waiting for longer: the next opening asks again. */
const PATIENCE_MS = 2_000;
const running = new Map<string, Promise<boolean>>();

/**
 * Whether Shopify turns out, as the app is opened, not to take the kept access token any more; it is dropped then, unless
 * another has taken its place. The next use of the session asks for a pair with the refresh token, and where that is refused
 * as well, with the visitor's id token. A token that was exchanged just now is not asked about.
 *
 * The requests of one page come together and share one question.
 */
export async function dropRefusedToken(session: Session): Promise<boolean> {
  if (!session.accessToken || !sessionStorage.isKept(session)) return false;
  const { shop: domain, accessToken } = session;
  let run = running.get(accessToken);
  if (!run) {
    run = isRefused(domain, accessToken).finally(() => running.delete(accessToken));
    running.set(accessToken, run);
  }
  return run;
}

async function isRefused(domain: string, accessToken: string): Promise<boolean> {
  try {
    await callAdmin({ domain, accessToken }, { ...shopDetails, timeoutMs: PATIENCE_MS }, {});
    return false;
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) {
      logger.warn({ err: error, shopDomain: domain }, "it could not be asked whether Shopify still takes the kept token");
      return false;
    }
    await sessionStorage.dropAccessToken(domain, accessToken);
    return true;
  }
}
