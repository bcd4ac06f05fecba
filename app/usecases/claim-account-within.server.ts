import { accountEnabled, accountSeen } from "#app/domain/account/account-seen.ts";
import type { CustomerId } from "#app/domain/ids.ts";
import type { LockedTx } from "#app/platform/db.server.ts";
import { isHistoryOpen } from "#app/store/backfills.server.ts";
import { findAccount, listUnwrittenAccounts, writeAccounts } from "#app/store/member-accounts.server.ts";
import { findOnce } from "#app/store/member-events.server.ts";
import { findMember } from "#app/store/find-members.server.ts";
import { getShop } from "#app/store/shops.server.ts";
import { claimPoints } from "#app/store/write-points.server.ts";
import { accountCreatedKey, earnEvent } from "./earn-event.server.ts";
import { settlePoints } from "./settle-points.server.ts";

/** Somebody's account, made at an instant. */
export interface CreatedAccount {
  customerId: CustomerId;
  createdAt: Date;
}

/**
 * Writes down the accounts of customers whom Shopify shows with one, each once, and answers those that were made since the
 * installation. Asked whenever members are settled, before their points are: whoever has an account has claimed.
 */
export async function writeSeenAccounts(tx: LockedTx, shopId: number, { customerIds, now }: { customerIds: CustomerId[]; now: Date }): Promise<CreatedAccount[]> {
  const seen = await listUnwrittenAccounts(tx, shopId, customerIds);
  if (seen.length === 0) return [];
  const { installedAt } = await getShop(tx, shopId);
  const asked = { installedAt, isHistoryOpen: await isHistoryOpen(tx, shopId), now };
  const accounts = seen.map((one) => ({ customerId: one.customerId, ...accountSeen(one, asked) }));
  await writeAccounts(tx, shopId, accounts);
  return accounts.flatMap(({ customerId, enabledAt }) => (enabledAt ? { customerId, createdAt: enabledAt } : []));
}

/**
 * Gives the points of an account to settled members who made one, once for each, by the program of that time. A second word
 * of the same account, or one through the API, gives nothing more.
 */
export async function giveAccountPoints(tx: LockedTx, shopId: number, { accounts, now }: { accounts: CreatedAccount[]; now: Date }): Promise<void> {
  const earned: CustomerId[] = [];
  for (const { customerId, createdAt } of accounts) {
    if (await findOnce(tx, shopId, { customerId, event: "account_created" })) continue;
    const event = { customerId, event: "account_created", occurredAt: createdAt, key: accountCreatedKey(customerId) };
    if ((await earnEvent(tx, shopId, { event, now })).points > 0) earned.push(customerId);
  }
  // What was earned may end one day, or lift the member into a tier.
  await settlePoints(tx, shopId, { customerIds: earned, now });
}

/**
 * An account was enabled, or its owner came signed in, at `at`: the points that wait are claimed, and the account's own points
 * are given if it was made since the installation. Whichever word comes first does it, and no later one does it again. In the
 * caller's transaction, which holds the shop's facts and has settled the member; unknown customers are passed over.
 */
export async function claimAccountWithin(
  tx: LockedTx,
  shopId: number,
  { customerId: askedId, at, source, now }: { customerId: CustomerId; at: Date; source: "enabled" | "sign_in"; now: Date },
): Promise<void> {
  const customerId = await findMember(tx, shopId, askedId);
  if (!customerId) return;
  const known = await findAccount(tx, shopId, customerId);
  const { installedAt } = await getShop(tx, shopId);
  // A clock that is ahead of ours must not put a fact into the future.
  const decision = accountEnabled(known, { at: at > now ? now : at, source, installedAt, now });
  await claimPoints(tx, shopId, { customerId, now });
  if (!decision) return;
  await writeAccounts(tx, shopId, [{ customerId: known?.customerId ?? customerId, ...decision.account }]);
  const { enabledAt } = decision.account;
  if (decision.isCreated && enabledAt) await giveAccountPoints(tx, shopId, { accounts: [{ customerId, createdAt: enabledAt }], now });
}
