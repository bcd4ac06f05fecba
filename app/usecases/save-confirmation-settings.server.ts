import { z } from "zod";
import { CONFIRMATION_WAYS, confirmationRules, type ConfirmationWay } from "#app/domain/confirmation/confirmation-rules.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { ensureClaimKey } from "#app/store/claim-keys.server.ts";
import { findCodePool, findConfirmationSettings, findStaticCode, saveConfirmationSettings as save } from "#app/store/confirmation-settings.server.ts";
import { FORM_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { listPrintKeys } from "#app/store/print-keys.server.ts";
import { getShop } from "#app/store/shops.server.ts";

const input = z.object({ way: z.enum(CONFIRMATION_WAYS, { error: "Choose how customers get the code." }), rules: confirmationRules });

export type ConfirmationSaved = { outcome: "saved" } | { outcome: "invalid"; fields: { path: string; message: string }[] };

/**
 * Sets how a shop's order confirmations come to a code. Codes that were given keep their terms. Switching on counts from now:
 * orders of before get none. Each field that is wrong is named, with a sentence.
 */
export async function saveConfirmationSettings(shopId: number, given: unknown, { by, now }: { by: string; now: Date }): Promise<ConfirmationSaved> {
  const parsed = input.safeParse(given);
  if (!parsed.success) return { outcome: "invalid", fields: parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })) };
  return holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx) => {
    const before = await findConfirmationSettings(tx, shopId);
    const fault = await faultOfWay(tx, shopId, parsed.data.way);
    if (fault) return { outcome: "invalid", fields: [{ path: "way", message: fault }] };
    // Shopify's orders know whole seconds: one placed right after the switch must not look older than it.
    const since = before && before.way !== "off" ? before.since : new Date(Math.floor(now.getTime() / 1_000) * 1_000);
    await save(tx, shopId, { ...parsed.data, since, by, now });
    await ensureClaimKey(tx, await getShop(tx, shopId), now);
    return { outcome: "saved" };
  });
}

/** What has to happen before a way can be chosen. */
async function faultOfWay(tx: Tx, shopId: number, way: ConfirmationWay): Promise<string | undefined> {
  if (way === "static" && (await findStaticCode(tx, shopId)) === null) return "Enter the code first, and let it be checked.";
  if (way !== "print") return undefined;
  const shop = await getShop(tx, shopId);
  const isProven = (await listPrintKeys(tx, shop)).some(({ checkedAt }) => checkedAt !== null);
  return isProven && (await findCodePool(tx, shopId)) ? undefined : "Prepare the printed codes first, and pass the self-test.";
}
