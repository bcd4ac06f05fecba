import { randomUUID } from "node:crypto";
import { Session } from "@shopify/shopify-api";
import { accept } from "#app/inbox/accept.server.ts";
import { advanceBackfill } from "#app/jobs/advance-backfill.server.ts";
import { drainInbox } from "#app/jobs/drain-inbox.server.ts";
import { rereadOrders } from "#app/jobs/reread-orders.server.ts";
import { settleDue } from "#app/jobs/settle-due.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { offlineIdOf } from "#app/shopify/session-storage.server.ts";
import { sessionStorage } from "#app/shopify/sessions.server.ts";
import { findShopByDomain, type Shop } from "#app/store/shops.server.ts";
import { installShop } from "#app/usecases/install-shop.server.ts";
import { readAppScopes } from "#scripts/app-scopes.ts";
import { startStandin } from "#standin/start-standin.ts";
import type { Mailbox } from "#standin/mailbox/mailbox.ts";
import type { ShopHouse } from "#standin/shop-house.ts";
import { pickFields } from "#standin/webhooks/pick-fields.ts";
import { waitFor } from "#tests/setup/wait-for.ts";

/** A webhook that the shop would have sent, in the order in which it happened. */
export type Told = { webhookId: string; topic: string; body: string; triggeredAt: string };

export type LabShop = {
  domain: string;
  /** The stand-in's own shop: change it with the functions of standin/shop. */
  house: ShopHouse;
  /** Everything that Shopify would have told since the last `takeTold`. Nothing is sent by itself. */
  takeTold: () => Told[];
  /** Puts the shop's present at an instant; what the stand-in dates itself gets it. */
  setClock: (at: string | number | Date) => void;
  /** Installs the app as a merchant does: tokens, shop row, a read of the history that waits for `readHistory`. */
  install: () => Promise<Shop>;
  /** Reads what the installation or a grant asked for. */
  readHistory: () => Promise<void>;
  /** Takes deliveries in as the endpoint does and reads them, in one batch for each call. */
  deliver: (told: Told[]) => Promise<void>;
  /** Reads again what is in doubt, and settles what is due. */
  quiesce: () => Promise<void>;
  row: () => Promise<Shop>;
};

/** `sharedIds`: this shop and every other with the same number give the same ids to what is theirs, webhooks included. */
export type LabSettings = { scopes?: string[]; currency?: string; timeZone?: string; sharedIds?: number };

export type Lab = {
  adminOrigin: string;
  doorOrigin: string;
  shop: (domain: string, settings?: LabSettings) => LabShop;
  /** Where mail goes that the app sends, if a test told the app the port. */
  mailbox: Mailbox;
  stop: () => Promise<void>;
};

/**
 * The stand-in and the product in one process, with a real database: the same code as in production behind the endpoint,
 * without web process and worker, so that a test decides what is delivered when, and many histories take seconds.
 */
export async function openLab({ smtpPort = 0 }: { smtpPort?: number } = {}): Promise<Lab> {
  const standin = await startStandin({ apiKey: "test-api-key", apiSecret: "test-api-secret", appScopes: readAppScopes().required, smtpPort });
  process.env["STANDIN_ADMIN"] = standin.adminOrigin;
  const realFetch = globalThis.fetch;
  // Whoever starts the process decides how Shopify is reached; here it is the test.
  const preload = "#standin/preload.ts";
  await import(preload);
  return {
    adminOrigin: standin.adminOrigin,
    doorOrigin: standin.doorOrigin,
    mailbox: standin.mailbox,
    shop: (domain, settings) => labShop(standin.standin, domain, settings),
    async stop() {
      globalThis.fetch = realFetch;
      await standin.stop();
      // Inbox and storefront keep their own connections for the life of a process; this process lives on.
      await pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name IN ('thrice inbox', 'thrice storefront')");
    },
  };
}

function labShop(
  standin: Awaited<ReturnType<typeof startStandin>>["standin"],
  domain: string,
  { scopes, currency = "GBP", timeZone = "Europe/London", sharedIds }: LabSettings = {},
): LabShop {
  const house = standin.createShop({
    domain, name: domain, currency, timeZone, plan: "Basic", customerAccounts: "NEW_CUSTOMER_ACCOUNTS",
    grantableScopes: [...standin.settings.appScopes, ...(scopes ?? [])],
    ...(sharedIds !== undefined && { sharedIds }),
  });
  let webhooks = 0;
  const webhookId = () => (sharedIds === undefined ? randomUUID() : `webhook-${(webhooks += 1)}`);
  const told: Told[] = [];
  house.shop.emit = (topic, payload, occurredAtMs) => {
    const subscription = standin.settings.subscriptions.find((one) => one.topic === topic);
    if (!subscription) return;
    told.push({ webhookId: webhookId(), topic, body: JSON.stringify(pickFields(payload, subscription.includeFields)), triggeredAt: new Date(occurredAtMs).toISOString() });
  };
  const row = async () => {
    const found = await findShopByDomain(pool, domain);
    if (!found) throw new Error(`${domain} is not installed`);
    return found;
  };
  const quiesce = async () => {
    const shop = await row();
    await rereadOrders(shop);
    await settleDue(shop.id, new Date());
  };
  return {
    domain,
    house,
    takeTold: () => told.splice(0),
    setClock: (at) => {
      const atMs = new Date(at).getTime();
      house.shop.nowMs = () => atMs;
    },
    install: async () => {
      standin.installIfNeeded(house);
      const tokens = house.tokens.grant(house.shop.grantedScopes, { expiring: true });
      const inSeconds = (seconds = 0) => new Date(Date.now() + seconds * 1_000);
      await sessionStorage.storeSession(
        new Session({
          id: offlineIdOf(domain), shop: domain, state: "", isOnline: false, scope: tokens.scope, accessToken: tokens.access_token,
          expires: inSeconds(tokens.expires_in), refreshTokenExpires: inSeconds(tokens.refresh_token_expires_in),
          ...(tokens.refresh_token && { refreshToken: tokens.refresh_token }),
        }),
      );
      return installShop({ domain, scopes: house.shop.grantedScopes, shop: { shopifyId: house.shop.id, name: domain, currency, timeZone } }, new Date());
    },
    readHistory: () => waitFor(`the history of ${domain}`, async () => !(await advanceBackfill(await row())).isWaiting).then(quiesce),
    deliver: async (deliveries) => {
      await Promise.all(deliveries.map(({ webhookId, topic, body, triggeredAt }) =>
        accept({ shopDomain: domain, webhookId, eventId: null, topic, apiVersion: null, triggeredAt, body: Buffer.from(body) })));
      await drainInbox(domain);
    },
    quiesce,
    row,
  };
}
