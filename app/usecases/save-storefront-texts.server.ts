import { readStorefrontTexts } from "#app/domain/storefront/storefront-texts.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { enqueueJob } from "#app/store/jobs.server.ts";
import { keepStorefrontTexts } from "#app/store/storefront-texts.server.ts";

export type TextsSaved = { outcome: "saved" } | { outcome: "invalid"; fields: { path: string; message: string }[] };

/** Keeps what the merchant says in the blocks of the theme, all languages at once, and has Shopify told without waiting for the next look. */
export async function saveStorefrontTexts(shopId: number, input: unknown, { by, now }: { by: string; now: Date }): Promise<TextsSaved> {
  const read = readStorefrontTexts(input);
  if (read.outcome === "invalid") return read;
  return inTransaction(async (tx) => {
    const isNews = await keepStorefrontTexts(tx, shopId, { texts: read.texts, by, now });
    if (isNews) await enqueueJob(tx, { name: "push-summaries", payload: { shopId }, key: `push-summaries:${shopId}`, queue: `summaries:${shopId}` });
    return { outcome: "saved" };
  });
}
