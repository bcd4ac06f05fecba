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

/** The state of the shop's reading, as the REST API tells it. */
export async function readSync(apiUrl: string, token: string): Promise<Sync> {
  const answer = await fetch(`${apiUrl}/sync`, { headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(30_000) });
  if (!answer.ok) throw new Error(`GET ${apiUrl}/sync answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
  return (await answer.json()) as Sync;
}
