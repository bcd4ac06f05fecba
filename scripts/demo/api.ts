import pg from "pg";
import type { Sync } from "#app/contract/sync.ts";
import { createApiToken } from "#app/usecases/create-api-token.server.ts";

/**
 * A token for the REST API of one shop, made as Settings makes it. Throws when the shop has not been installed.
 * Goes straight to the database, because the page that makes tokens wants a person in the admin.
 */
export async function createDemoToken(databaseUrl: string, shopDomain: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: number }>("select id from shops where domain = $1", [shopDomain]);
    const shop = rows[0];
    if (!shop) throw new Error(`The app does not know ${shopDomain}, although it was opened.`);
    const answer = await createApiToken(client as unknown as pg.PoolClient, shop.id, { name: "Demo", now: new Date() });
    if (answer.outcome !== "created") throw new Error(`The API token was refused: ${answer.message}`);
    return answer.token;
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
