import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { Sync } from "#app/contract/sync.ts";
import { startReconciliation } from "#app/usecases/start-reconciliation.server.ts";
import { createApiToken } from "#app/usecases/create-api-token.server.ts";

/** Asks the app to compare every order with Shopify, as its calendar does, so that Home can say that nothing differs. */
export async function askForComparison(databaseUrl: string, shopDomain: string): Promise<void> {
  await withShop(databaseUrl, shopDomain, ({ client, shopId }) => startReconciliation(client as unknown as pg.PoolClient, shopId));
}

/**
 * A token for the REST API of one shop, made as Settings makes it. Throws when the shop has not been installed.
 * Goes straight to the database, because the page that makes tokens wants a person in the admin.
 */
export async function createDemoToken(databaseUrl: string, shopDomain: string): Promise<string> {
  return withShop(databaseUrl, shopDomain, async ({ client, shopId }) => {
    const answer = await createApiToken(client as unknown as pg.PoolClient, shopId, { name: "Demo", now: new Date() });
    if (answer.outcome !== "created") throw new Error(`The API token was refused: ${answer.message}`);
    return answer.token;
  });
}

/** Forgets the app's tokens of a shop, if it has any, so that its next opening gets new ones. */
export async function forgetTokens(databaseUrl: string, shopDomain: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("DELETE FROM sessions WHERE shop_domain = $1", [shopDomain]);
  } finally {
    await client.end();
  }
}

async function withShop<T>(databaseUrl: string, shopDomain: string, work: (found: { client: pg.Client; shopId: number }) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: number }>("select id from shops where domain = $1", [shopDomain]);
    if (!rows[0]) throw new Error(`The app does not know ${shopDomain}, although it was opened.`);
    return await work({ client, shopId: rows[0].id });
  } finally {
    await client.end();
  }
}

/** The REST API of a shop, as whoever has a token reaches it. */
export type Api = { apiUrl: string; apiToken: string };

/** What a call says beside its path; `key` makes a call that moves points count once. */
export type Ask = { method?: string; body?: unknown; key?: string };

const NOT_NOW = [429, 503];
const ASKED_MAX = 20;

/** One call of the REST API, asked again where the app says "not now". Throws what it says when it refuses. */
export async function askApi<T>(api: Api, path: string, ask: Ask = {}): Promise<T> {
  for (let asked = 1; ; asked += 1) {
    const answer = await askOnce(api, path, ask);
    const text = await answer.text();
    if (answer.ok) return JSON.parse(text) as T;
    const waitS = Number(answer.headers.get("retry-after"));
    if (!NOT_NOW.includes(answer.status) || !waitS || asked === ASKED_MAX) throw new Error(`${ask.method ?? "GET"} ${api.apiUrl}/${path} answered ${answer.status}: ${text.slice(0, 500)}`);
    await pause(waitS * 1_000);
  }
}

async function askOnce({ apiUrl, apiToken }: Api, path: string, { method = "GET", body, key }: Ask): Promise<Response> {
  return fetch(`${apiUrl}/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${apiToken}`,
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(key !== undefined && { "idempotency-key": key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
}

/** The state of the shop's reading, as the REST API tells it. */
export const readSync = (api: Api): Promise<Sync> => askApi<Sync>(api, "sync");
