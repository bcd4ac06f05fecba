import { confirmationCodeOf, issueConfirmationEffect, type ConfirmationCode } from "#app/domain/confirmation/confirmation-code.ts";
import { decideCode, type NoCodeReason } from "#app/domain/confirmation/decide-code.ts";
import type { OrderId } from "#app/domain/ids.ts";
import { localDay, startOfDay } from "#app/domain/time.ts";
import { addEffects } from "#app/effects/outbox.server.ts";
import { pool, type LockedTx } from "#app/platform/db.server.ts";
import { addConfirmationCode, findConfirmationCode, findConfirmedOrder, spentOnCodes } from "#app/store/confirmation-codes.server.ts";
import { findConfirmationSettings } from "#app/store/confirmation-settings.server.ts";
import { enqueueJob, performEffectsOf } from "#app/store/jobs.server.ts";
import { holdShopFactsForPage } from "#app/store/lock-shop-facts.server.ts";
import { getShop, getShopHash, type Shop } from "#app/store/shops.server.ts";
import { armOf } from "./arm-of.server.ts";

/** `busy`: whether the order gets a code could not be decided yet; to be asked again. */
export type EnsuredCode = { outcome: "code"; code: ConfirmationCode } | { outcome: "none"; because: NoCodeReason | "order_unknown" | "busy" };

const CODES_SCOPE = "write_discounts";

/**
 * The code that comes with an order: the one that was given, or a new one where the order gets one now. Asked by whoever
 * shows it, as often as they like and by several at once: an order has one code, by its key.
 *
 * The code is written down together with the effect that makes it in Shopify, which may have to be waited for ("making").
 * Whoever is held out gets none; that is recorded first, and only for orders that would have got one.
 */
export async function ensureConfirmationCode(shopId: number, { orderId, asked, now }: { orderId: OrderId; asked: "block" | "link"; now: Date }): Promise<EnsuredCode> {
  const given = await findConfirmationCode(pool, shopId, orderId);
  if (given) return { outcome: "code", code: given };
  // One after another: two at once would both find the budget unspent.
  const ensured = await holdShopFactsForPage(shopId, async (tx): Promise<EnsuredCode> => {
    const other = await findConfirmationCode(tx, shopId, orderId);
    return other ? { outcome: "code", code: other } : give(tx, await getShop(tx, shopId), { orderId, asked, now });
  });
  return ensured === "busy" ? { outcome: "none", because: "busy" } : ensured;
}

async function give(tx: LockedTx, shop: Shop, { orderId, asked, now }: { orderId: OrderId; asked: "block" | "link"; now: Date }): Promise<EnsuredCode> {
  const order = await findConfirmedOrder(tx, shop.id, orderId);
  if (!order) return { outcome: "none", because: "order_unknown" };
  const settings = await findConfirmationSettings(tx, shop.id);
  if (!settings) return { outcome: "none", because: "off" };
  const { currency, timeZone } = shop;
  const monthStart = startOfDay(`${localDay(now, timeZone).slice(0, 7)}-01`, timeZone);
  const spentMinor = await spentOnCodes(tx, shop.id, { since: monthStart, now });
  const mayWrite = shop.grantedScopes.includes(CODES_SCOPE);
  const decision = decideCode(order, settings, { asked, spentMinor, mayWrite, currency, timeZone, now });
  if (decision.outcome === "none") return decision;
  if ((await armOf(tx, shop.id, order.customerId, now)) === "held_out") return { outcome: "none", because: "held_out" };
  const code: ConfirmationCode = {
    orderId, orderName: order.name, code: confirmationCodeOf((await getShopHash(tx, shop)).confirmation(orderId)), way: asked === "link" ? "link" : "blocks", terms: decision.terms,
    reservedMinor: decision.reservedMinor, state: "making", usedOrderId: null, givenAt: now, endsAt: new Date(decision.terms.endsAt),
  };
  await addConfirmationCode(tx, shop.id, code);
  await addEffects(tx, shop.id, { effects: [issueConfirmationEffect(code)], isWaitedFor: true, now });
  await enqueueJob(tx, performEffectsOf(shop.id));
  return { outcome: "code", code };
}
