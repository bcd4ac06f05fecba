import type { CustomerId } from "#app/domain/ids.ts";
import { pool } from "#app/platform/db.server.ts";
import { holdShopFactsForPage } from "#app/store/lock-shop-facts.server.ts";
import { findAccount } from "#app/store/member-accounts.server.ts";
import { findMember } from "#app/store/find-members.server.ts";
import { claimAccountWithin } from "./claim-account-within.server.ts";
import { settleMembers } from "./settle-members.server.ts";

/**
 * A customer was seen signed in through one of our own surfaces: waiting points are claimed, and an account that nobody told
 * us of is created, with its points. Ask after the sign-in was verified. Where the account is known, as nearly always,
 * nothing is locked or written. "busy" where the shop's facts are held by others: the next look claims.
 */
export async function claimAccount(shopId: number, { customerId, now }: { customerId: CustomerId; now: Date }): Promise<"busy" | void> {
  const memberId = await findMember(pool, shopId, customerId);
  if (!memberId || (await findAccount(pool, shopId, memberId))) return;
  return holdShopFactsForPage(shopId, async (tx) => {
    await settleMembers(tx, shopId, { customerIds: [memberId], now });
    await claimAccountWithin(tx, shopId, { customerId: memberId, at: now, source: "sign_in", now });
  });
}
