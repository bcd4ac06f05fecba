import { hasShopLeft, isOfEarlierInstallation } from "#app/domain/account/has-shop-left.ts";
import { now as clock } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { logger } from "#app/platform/logger.server.ts";
import { askStanding } from "#app/shopify/ask-standing.server.ts";
import { endEraseWish, findEraseWish, listEraseWishes, noteTokensRefused } from "#app/store/erase-wishes.server.ts";
import { enqueueJob, eraseGoneShopOf } from "#app/store/jobs.server.ts";
import { findShop } from "#app/store/shops.server.ts";
import { eraseShopThatLeft } from "#app/usecases/erase-shop.server.ts";

const LOOK_AGAIN_MS = 3 * 3_600_000;

/**
 * Looks into Shopify's wish that a shop be erased of whose leaving nothing was heard (domain/account/has-shop-left.ts): it is
 * erased, or the wish comes to an end because the app is there, or it is looked into again: soon after a refusal, else with
 * the next day. Trouble that says nothing about the shop is thrown, and the job tried again.
 */
export async function eraseGoneShop(shopId: number, now: Date = clock()): Promise<void> {
  const shop = await findShop(pool, shopId);
  const wish = await findEraseWish(pool, shopId);
  if (!shop || !wish) return;
  const { askedAt } = wish;
  if (shop.uninstalledAt) return void (await eraseShopThatLeft(shopId));
  if (isOfEarlierInstallation(wish)) return stays(shopId, askedAt);
  const standing = await askStanding(shop.domain);
  switch (hasShopLeft({ ...wish, standing, now })) {
    case "stays":
      return stays(shopId, askedAt);
    case "left":
      return void (await eraseShopThatLeft(shopId));
    case "look_again":
      if (standing === "unclear") logger.error({ shopId, askedAt }, "Shopify asked to erase a shop, and does not say whether the app is still there");
      else await lookAgain(shopId, now);
  }
}

async function stays(shopId: number, askedAt: Date): Promise<void> {
  logger.info({ shopId, askedAt }, "a shop that Shopify asked to erase has the app, and stays");
  await endEraseWish(pool, shopId, askedAt);
}

async function lookAgain(shopId: number, now: Date): Promise<void> {
  await noteTokensRefused(pool, shopId, now);
  await enqueueJob(pool, eraseGoneShopOf(shopId, new Date(now.getTime() + LOOK_AGAIN_MS)));
}

/** Every night: has each wish that stands looked into. */
export async function startErasures(): Promise<void> {
  for (const shopId of await listEraseWishes(pool)) await enqueueJob(pool, eraseGoneShopOf(shopId));
}
