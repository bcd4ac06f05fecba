import type { StorefrontReason, StorefrontRedemption } from "#app/contract/storefront.ts";
import type { ShopperFormats } from "#app/domain/confirmation/shopper-formats.ts";
import { fill } from "#app/domain/confirmation/words/catalogue.ts";
import { pool } from "#app/platform/db.server.ts";
import { findMember } from "#app/store/points.server.ts";
import { findRedemption } from "#app/store/redemptions.server.ts";
import { codeOfRedemption } from "./shopper-rewards.server.ts";

/** Where a redemption of a shopper stands, or in one sentence why it gives nothing. */
export type ToldRedemption = StorefrontRedemption | { status: "refused"; reason: StorefrontReason; sentence: string };

/**
 * What a customer is told of a redemption. Undefined for one that is not theirs, without a difference from one that does not
 * exist. One that was used, has ended or whose points came back gives nothing any more.
 */
export async function tellStorefrontRedemption(
  shop: { id: number; domain: string },
  { redemptionId, customerId, formats, now }: { redemptionId: string; customerId: string; formats: ShopperFormats; now: Date },
): Promise<ToldRedemption | undefined> {
  const memberId = await findMember(pool, shop.id, customerId);
  const redemption = await findRedemption(pool, shop.id, redemptionId);
  if (memberId === undefined || redemption?.customerId !== memberId) return undefined;
  const { claim, refused } = formats.words;
  const over = (sentence: string): ToldRedemption => ({ status: "refused", reason: "not_available", sentence });
  const shown = codeOfRedemption(redemption, { shop, formats, now });
  if (!shown) return over(redemption.returnReason === "refused" ? fill(refused.making, { points: formats.points(redemption.points) }) : claim.ended);
  const { state, code, useUrl, sentence } = shown;
  if (state === "used") return over(claim.used);
  if (state === "ended") return over(claim.ended);
  if (state === "making") return { status: "preparing", redemptionId };
  // Under the shop's own address, where the question came from: the answer is read on a page of the shop.
  return { status: "ready", code, value: sentence, url: useUrl === null ? null : new URL(useUrl).pathname };
}
