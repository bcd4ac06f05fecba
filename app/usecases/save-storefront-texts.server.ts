import { changeStorefrontTexts } from "#app/domain/storefront/storefront-texts.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { enqueueJob, pushSummariesOf } from "#app/store/jobs.server.ts";
import { keepStorefrontTexts, lockStorefrontTexts } from "#app/store/storefront-texts.server.ts";

export type TextsSaved = { outcome: "saved" } | { outcome: "invalid"; fields: { path: string; message: string }[] };

/** Changes what the merchant says in the blocks of the theme, where `change` names it, and has Shopify told without waiting for the next look. */
export async function saveStorefrontTexts(shopId: number, change: unknown, { by, now }: { by: string; now: Date }): Promise<TextsSaved> {
  const alone = changeStorefrontTexts({}, change);
  if (alone.outcome === "invalid") return alone;
  return inTransaction(async (tx) => {
    const read = changeStorefrontTexts(await lockStorefrontTexts(tx, shopId, { by, now }), change);
    if (read.outcome === "invalid") return read;
    const isNews = await keepStorefrontTexts(tx, shopId, { texts: read.texts, by, now });
    if (isNews) await enqueueJob(tx, pushSummariesOf(shopId));
    return { outcome: "saved" };
  });
}
