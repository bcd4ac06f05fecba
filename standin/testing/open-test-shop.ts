import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { GraphqlAnswer } from "#standin/admin-api/run-document.ts";
import { readText } from "#standin/http.ts";
import { mintSessionToken } from "#standin/oauth/session-token.ts";
import type { ShopHouse } from "#standin/shop-house.ts";
import type { ShopSettings } from "#standin/shop/shop.ts";
import { startStandin } from "#standin/start-standin.ts";

export interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  body: string;
}

export interface TestShop {
  adminOrigin: string;
  house: ShopHouse;
  /** Webhooks in the order of their arrival. */
  received: ReceivedWebhook[];
  /** What the app answers to the next webhooks; 200 when empty. */
  answers: number[];
  /** A request to one of Shopify's hosts, as the app would send it. */
  shopify(url: string, init?: RequestInit): Promise<Response>;
  tokenRequest(fields: Record<string, string>): Promise<Response>;
  exchange(): Promise<Record<string, string>>;
  graphql<Data = Record<string, never>>(query: string, variables?: Record<string, unknown>): Promise<GraphqlAnswer & { data: Data }>;
  stop(): Promise<void>;
}

export const CREDENTIALS = { apiKey: "key", apiSecret: "a secret of the tests" };
const DOMAIN = "tea.myshopify.com";
const SCOPES = ["read_orders", "read_customers", "read_products"];

/** A stand-in with one installed shop and a listening app that keeps what it is sent. */
export async function openTestShop({ scopes = SCOPES, ...settings }: Partial<ShopSettings> & { scopes?: string[] } = {}): Promise<TestShop> {
  const received: ReceivedWebhook[] = [];
  const answers: number[] = [];
  const app = await listen(received, answers);
  const running = await startStandin({
    ...CREDENTIALS, appScopes: scopes, appOrigin: `http://127.0.0.1:${(app.address() as AddressInfo).port}`,
  });
  const house = running.standin.createShop({
    domain: DOMAIN, name: "Tea", currency: "GBP", timeZone: "Europe/London", plan: "Basic", customerAccounts: "NEW_CUSTOMER_ACCOUNTS",
    grantableScopes: null, ...settings,
  });
  running.standin.installIfNeeded(house);
  const shopify = (url: string, init?: RequestInit) => fetch(url.replace("https://", `${running.adminOrigin}/_/`), init);
  const tokenRequest = (fields: Record<string, string>) => shopify(`https://${DOMAIN}/admin/oauth/access_token`, {
    method: "POST", body: JSON.stringify({ client_id: CREDENTIALS.apiKey, client_secret: CREDENTIALS.apiSecret, ...fields }),
  });
  const exchange = async () => {
    const answer = await tokenRequest({
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange", subject_token: mintSessionToken(CREDENTIALS, DOMAIN), expiring: "1",
    });
    return await answer.json() as Record<string, string>;
  };
  const { access_token: accessToken = "" } = await exchange();
  return {
    adminOrigin: running.adminOrigin, house, received, answers, shopify, tokenRequest, exchange,
    async graphql<Data>(query: string, variables?: Record<string, unknown>) {
      const answer = await shopify(`https://${DOMAIN}/admin/api/2026-07/graphql.json`, {
        method: "POST", headers: { "x-shopify-access-token": accessToken }, body: JSON.stringify({ query, variables }),
      });
      return await answer.json() as GraphqlAnswer & { data: Data };
    },
    async stop() {
      await running.stop();
      app.closeAllConnections();
      app.close();
    },
  };
}

async function listen(received: ReceivedWebhook[], answers: number[]): Promise<Server> {
  const app = createServer((incoming, answer) => {
    void readText(incoming).then((body) => {
      received.push({ headers: incoming.headers, body });
      answer.writeHead(answers.shift() ?? 200).end();
    });
  });
  app.listen(0, "127.0.0.1");
  await once(app, "listening");
  return app;
}
