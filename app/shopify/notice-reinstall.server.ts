import type { Session } from "@shopify/shopify-api";
import { now } from "#app/platform/clock.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { recordUninstall } from "#app/usecases/record-uninstall.server.ts";
import { callAdmin, UnauthorizedError } from "./call-admin.server.ts";
import { shopDetails } from "./documents/shop-details.ts";
import { sessionStorage } from "./sessions.server.ts";

/** A page is not kept waiting for longer: the next opening asks again. */
const PATIENCE_MS = 2_000;
const running = new Map<string, Promise<boolean>>();

/**
 * Whether the app, as it is opened, turns out to have been installed anew: its kept token has run out for Shopify, and the
 * visitor's id token proves all the same that the shop has the app. The earlier installation is over then, whether or not
 * its end was heard of, and the next use of the id token installs. A token that was exchanged just now is not asked about.
 *
 * The requests of one page come together and share one question.
 */
export async function noticeReinstall(session: Session): Promise<boolean> {
  if (!session.accessToken || !sessionStorage.isKept(session)) return false;
  const { shop: domain, accessToken } = session;
  let run = running.get(accessToken);
  if (!run) {
    run = isOver(domain, accessToken).finally(() => running.delete(accessToken));
    running.set(accessToken, run);
  }
  return run;
}

async function isOver(domain: string, accessToken: string): Promise<boolean> {
  try {
    await callAdmin({ domain, accessToken }, { ...shopDetails, timeoutMs: PATIENCE_MS }, {});
    return false;
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) {
      logger.warn({ err: error, shopDomain: domain }, "it could not be asked whether the app was installed anew");
      return false;
    }
    if ((await sessionStorage.findAccessToken(domain)) === accessToken) await recordUninstall(domain, now());
    return true;
  }
}
