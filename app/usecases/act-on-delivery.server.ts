import type { AccountKind } from "#app/domain/account/customer-accounts.ts";
import type { CustomerId } from "#app/domain/ids.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { eraseReasons } from "#app/ledger/erase-reasons.server.ts";
import { eraseFromImports } from "#app/store/erase-from-imports.server.ts";
import { dropExports } from "#app/store/exports.server.ts";
import { keepEraseWish } from "#app/store/erase-wishes.server.ts";
import { deleteMentions } from "#app/store/inbox.server.ts";
import { advanceBackfillOf, enqueueJob, eraseGoneShopOf, settleDueOf } from "#app/store/jobs.server.ts";
import { setAccountKind } from "#app/store/member-accounts.server.ts";
import { eraseMailOf } from "#app/store/mail-opt-outs.server.ts";
import { eraseClosedEffects, erasePerson, eraseWordsBeside, filePrivacyRequest, findPerson } from "#app/store/privacy.server.ts";
import { getShop, isCountedAnew, markUninstalled, updateShopDetails, type Shop } from "#app/store/shops.server.ts";
import { markDirty } from "#app/store/write-stages.server.ts";
import { claimAccountWithin } from "./claim-account-within.server.ts";
import { countAnew } from "./count-anew.server.ts";
import { eraseShopWithin } from "./erase-shop.server.ts";
import { knownTimeZone } from "./known-time-zone.server.ts";
import { updateScopes } from "./update-scopes.server.ts";

/** What a delivery asks for beside facts about orders and customers. `updatedAt`: when it happened, where its text says so. */
export type AppEvent =
  | { kind: "account_enabled"; customerId: CustomerId }
  | { kind: "account_kind"; accounts: AccountKind }
  | { kind: "app_uninstalled" }
  | { kind: "scopes_updated"; scopes: string[]; updatedAt: string | null }
  | { kind: "shop_updated"; name: string; currency: string; timeZone: string | null; updatedAt: string | null }
  | { kind: "bulk_finished"; operationId: string }
  | { kind: "data_requested"; customerId: CustomerId; orderIds: string[]; requestKey: string }
  | { kind: "customer_redacted"; customerId: CustomerId; orderIds: string[] }
  | { kind: "shop_redacted" };

/**
 * Acts on one event, in the transaction that settles its delivery; a second time it changes nothing more. `at` is when it
 * happened, as its header says.
 */
export async function actOnDelivery(tx: LockedTx, shop: Shop, { event, at, now }: { event: AppEvent; at: Date; now: Date }): Promise<void> {
  switch (event.kind) {
    case "account_enabled":
      return claimAccountWithin(tx, shop.id, { customerId: event.customerId, at, source: "enabled", now });
    case "account_kind":
      return setAccountKind(tx, shop.id, { kind: event.accounts, at });
    case "app_uninstalled":
      await markUninstalled(tx, shop.id, noLater(at, now));
      return;
    case "scopes_updated":
      return updateScopes(tx, shop.id, { grant: { scopes: event.scopes, at: instantOf(event, at), isAnswer: false }, now });
    case "shop_updated":
      return updateShop(tx, shop.id, { ...event, at: instantOf(event, at) });
    case "bulk_finished":
      return enqueueJob(tx, advanceBackfillOf(shop.id));
    case "data_requested":
      return filePrivacyRequest(tx, shop.id, { ...event, kind: "data_request", now, isDone: false });
    case "customer_redacted":
      return redactCustomer(tx, shop, { ...event, at, now });
    case "shop_redacted":
      return redactShop(tx, shop, noLater(at, now));
  }
}

const noLater = (at: Date, now: Date): Date => (at > now ? now : at);
const instantOf = ({ updatedAt }: { updatedAt: string | null }, at: Date): Date => (updatedAt === null ? at : new Date(updatedAt));

type ShopUpdate = { name: string; currency: string; timeZone: string | null; at: Date };

// The shop is looked up again, because another update of it may stand in the same batch.
async function updateShop(tx: LockedTx, shopId: number, { timeZone: named, ...details }: ShopUpdate): Promise<void> {
  const before = await getShop(tx, shopId);
  const timeZone = named && (await knownTimeZone(tx, { domain: before.domain, timeZone: named, kept: before.timeZone }));
  const after = await updateShopDetails(tx, shopId, { ...details, timeZone });
  if (isCountedAnew(before, after)) await countAnew(tx, shopId);
}

async function redactCustomer(tx: LockedTx, shop: Shop, { customerId, orderIds, at, now }: { customerId: CustomerId; orderIds: string[]; at: Date; now: Date }): Promise<void> {
  const person = await findPerson(tx, shop.id, { customerId, orderIds, at });
  await erasePerson(tx, shop.id, { person, now });
  await eraseReasons(tx, shop.id, person.customerIds);
  await eraseWordsBeside(tx, shop.id, person);
  await eraseFromImports(tx, shop.id, person);
  for (const id of person.customerIds) await eraseMailOf(tx, shop.id, id, now);
  await eraseClosedEffects(tx, shop.id, person);
  await dropExports(tx, shop.id);
  await deleteMentions(tx, shop.domain, [customerId, ...person.customerIds, ...person.orderIds, ...(person.email ? [person.email] : [])]);
  await filePrivacyRequest(tx, shop.id, { kind: "redact", requestKey: customerId, customerId, orderIds: person.orderIds, now, isDone: true });
  await markDirty(tx, shop.id, { customerIds: [person.rootId], now });
  await enqueueJob(tx, settleDueOf(shop.id));
}

// Sent 48 hours after an uninstall. An app that came back in between keeps its shop; but the news of the uninstall may also be
// lost, and Shopify, who alone knows which it is, is asked by a job until the wish is done or over. The shop is looked up
// again, because the uninstall may stand in the same batch.
async function redactShop(tx: LockedTx, shop: Shop, at: Date): Promise<void> {
  const { uninstalledAt } = await getShop(tx, shop.id);
  if (uninstalledAt) return eraseShopWithin(tx, shop);
  await keepEraseWish(tx, shop.id, at);
  await enqueueJob(tx, eraseGoneShopOf(shop.id));
}
