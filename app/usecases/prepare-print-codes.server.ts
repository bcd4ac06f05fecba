import { checkPrintedCode, type PrintCheck } from "#app/domain/confirmation/check-printed-code.ts";
import { orderNumberIn } from "#app/domain/confirmation/code-pool.ts";
import { confirmationRules } from "#app/domain/confirmation/confirmation-rules.ts";
import { pool } from "#app/platform/db.server.ts";
import { findConfirmationSettings, saveConfirmationSettings, setCodePool } from "#app/store/confirmation-settings.server.ts";
import { enqueueJob, fillCodePoolOf } from "#app/store/jobs.server.ts";
import { FORM_PATIENCE_MS, holdShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { addPrintKey, listPrintKeys, markPrintKeyChecked, printHash, printingKeys } from "#app/store/print-keys.server.ts";
import { getShop } from "#app/store/shops.server.ts";

/** Begins to make codes of coming orders, so that the template can be tried out before they are switched on. A second time changes nothing. */
export async function preparePrintCodes(shopId: number, { by, now }: { by: string; now: Date }): Promise<void> {
  await holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx) => {
    const shop = await getShop(tx, shopId);
    if (!(await findConfirmationSettings(tx, shopId))) await saveConfirmationSettings(tx, shopId, { way: "off", rules: confirmationRules.parse({}), since: now, by, now });
    if ((await listPrintKeys(tx, shop)).length === 0) await addPrintKey(tx, shop, now);
    await setCodePool(tx, shopId, now);
    await enqueueJob(tx, fillCodePoolOf(shopId));
  });
}

/** Stops making codes of coming orders. False while they are the shop's way: mails would print codes that nobody made. Codes that are there go on working. */
export async function stopPrintCodes(shopId: number): Promise<boolean> {
  return holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx) => {
    if ((await findConfirmationSettings(tx, shopId))?.way === "print") return false;
    await setCodePool(tx, shopId, null);
    return true;
  });
}

/** Makes a new key. Until a test mail has proven it, codes of both keys are held ready, so that no mail prints an unknown one. */
export async function rotatePrintKey(shopId: number, now: Date): Promise<void> {
  await holdShopFacts(shopId, FORM_PATIENCE_MS, async (tx) => {
    await addPrintKey(tx, await getShop(tx, shopId), now);
    await enqueueJob(tx, fillCodePoolOf(shopId));
  });
}

/** Compares the code of a test mail with what it should be; a key that is proven right is remembered. */
export async function checkPastedCode(shop: { id: number; domain: string }, { pasted, orderNumber, now }: { pasted: string; orderNumber: string; now: Date }): Promise<PrintCheck> {
  const keys = printingKeys(await listPrintKeys(pool, shop));
  const number = orderNumberIn(orderNumber);
  const printedBy = keys.map(({ version, key }) => ({ version, hash: printHash(String(number), key) }));
  const check = checkPrintedCode(pasted, { orderNumber: number, printedBy, emptyHash: keys[0] ? printHash("", keys[0].key) : "" });
  if (check.outcome === "right") await markPrintKeyChecked(pool, shop.id, { version: check.version, now });
  return check;
}
