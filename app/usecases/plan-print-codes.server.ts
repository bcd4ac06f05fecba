import { isDeepStrictEqual } from "node:util";
import { numbersToMake, poolSize, printedCode, printWeek, reachedNumber } from "#app/domain/confirmation/code-pool.ts";
import type { CodeTerms } from "#app/domain/confirmation/confirmation-code.ts";
import type { ConfirmationRules } from "#app/domain/confirmation/confirmation-rules.ts";
import { inTransaction, type LockedTx } from "#app/platform/db.server.ts";
import { findCodePool, findConfirmationSettings } from "#app/store/confirmation-settings.server.ts";
import { lockShopFacts } from "#app/store/lock-shop-facts.server.ts";
import { addPrintCodes, addPrintDiscount, busiestHourOrders, listLatestOrderNames, listPrintDiscounts, madeUpTo } from "#app/store/print-codes.server.ts";
import { listPrintKeys, printHash, printingKeys } from "#app/store/print-keys.server.ts";
import { getShop, type Shop } from "#app/store/shops.server.ts";

/**
 * Writes down which codes of coming order numbers are to be made, where fewer than half are left: for the key of the
 * snippet, and for the one before until the new one is proven. Answers the highest number that an order has; undefined where
 * no codes are held ready. The same number and key give the same code, and a number is written down once.
 */
export async function planPrintCodes(shopId: number, now: Date): Promise<number | undefined> {
  return inTransaction(async (client) => {
    const tx = await lockShopFacts(client, shopId);
    if (!(await findCodePool(tx, shopId))) return undefined;
    const [shop, settings] = [await getShop(tx, shopId), await findConfirmationSettings(tx, shopId)];
    if (!settings || !shop.grantedScopes.includes("write_discounts")) return undefined;
    // A shop without any order begins at Shopify's own first number.
    const reached = reachedNumber(await listLatestOrderNames(tx, shopId)) ?? 1_000;
    const size = poolSize(await busiestHourOrders(tx, shopId, now));
    for (const { version, key } of printingKeys(await listPrintKeys(tx, shop))) {
      const numbers = numbersToMake({ reached, madeUpTo: await madeUpTo(tx, shopId, version), size });
      if (!numbers) continue;
      const discount = await discountFor(tx, shop, { rules: settings.rules, key, now });
      const codes = Array.from({ length: numbers.to - numbers.from + 1 }, (_, at) => numbers.from + at).map((orderNumber) => ({ orderNumber, code: printedCode(version, printHash(String(orderNumber), key)) }));
      await addPrintCodes(tx, shopId, { keyVersion: version, codes, discount, now });
    }
    return reached;
  });
}

/** The present week's discount by the present rules. Codes that were written down under other rules keep theirs. */
async function discountFor(tx: LockedTx, { id, currency, timeZone }: Shop, { rules: { grant, minimumOrderMinor, combinesWith }, key, now }: { rules: ConfirmationRules; key: string; now: Date }): Promise<{ week: string; edition: number }> {
  const { week, endsAt } = printWeek(now, timeZone);
  const editions = await listPrintDiscounts(tx, id, week);
  const rules = { grant, minimumOrderMinor, currency, combinesWith };
  const same = editions.find(({ terms: { grant: g, minimumOrderMinor: m, currency: c, combinesWith: w } }) => isDeepStrictEqual({ grant: g, minimumOrderMinor: m, currency: c, combinesWith: w }, rules));
  if (same) return same;
  const terms: CodeTerms = { ...rules, startsAt: now.toISOString(), endsAt: endsAt.toISOString() };
  const edition = editions.length + 1;
  // Shopify makes no discount without a code; this one is nobody's, and nobody is told.
  const seedCode = `THP0-${printHash(`${week}/${edition}`, key).slice(0, 16).toUpperCase()}`;
  await addPrintDiscount(tx, id, { week, edition, seedCode, terms, endsAt });
  return { week, edition };
}
