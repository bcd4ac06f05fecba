import type { House } from "#scripts/demo/start.ts";
import type { Secrets } from "#scripts/demo/run-folder.ts";

export type Publication = { shop: string; body: unknown; startsAt: Date };

/**
 * Publishes a program as the app does when a merchant presses Publish. A shop that has one already keeps it. Throws what the
 * app says when it refuses the program.
 */
export async function publishProgram({ databaseUrl, appUrl }: House, secrets: Secrets, { shop: domain, body, startsAt }: Publication): Promise<void> {
  // The app reads its environment as it is loaded, so it is loaded here and not at the head of the file.
  Object.assign(process.env, {
    DATABASE_URL: databaseUrl,
    SHOPIFY_APP_URL: appUrl,
    SHOPIFY_API_KEY: secrets.apiKey,
    SHOPIFY_API_SECRET: secrets.apiSecret,
    TOKEN_KEYS: secrets.tokenKeys,
  });
  const { closeDatabase, pool } = await import("#app/platform/db.server.ts");
  const { publishProgram: publish, saveDraft } = await import("#app/usecases/publish-program.server.ts");
  const { listProgramVersions } = await import("#app/store/program-versions.server.ts");
  const { findShopByDomain } = await import("#app/store/shops.server.ts");
  try {
    const shop = await findShopByDomain(pool, domain);
    if (!shop) throw new Error(`The app does not know ${domain}, although it was opened.`);
    if ((await listProgramVersions(pool, shop.id)).length > 0) return;
    const by = "Demo";
    const saved = await saveDraft(shop.id, body, { by, now: new Date() });
    if (saved.outcome !== "saved") throw new Error(`The program was refused: ${JSON.stringify(saved)}`);
    const published = await publish(shop.id, { startsAt, by, now: new Date() });
    if (published.outcome !== "published") throw new Error(`The program was not published: ${JSON.stringify(published)}`);
  } finally {
    await closeDatabase();
  }
}
