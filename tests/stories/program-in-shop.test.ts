import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_COUNTING_POLICY } from "#app/domain/scoring/counting-policy.ts";
import { pushSummaries } from "#app/jobs/push-summaries.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { RetryableError } from "#app/shopify/errors.ts";
import { isPushDue } from "#app/store/member-summaries.server.ts";
import { markUninstalled } from "#app/store/shops.server.ts";
import { setPaused } from "#app/usecases/publish-program.server.ts";
import { saveCountingPolicy } from "#app/usecases/save-counting-policy.server.ts";
import { renderBlock } from "#standin/storefront/theme-liquid.ts";
import { globalsFor } from "#standin/storefront/theme-objects.ts";
import { findMetafield, type MetafieldRecord, metafieldsOf } from "#standin/shop/metafields.ts";
import { DAY_MS, openRedeemingShop, type RedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab, type Lab } from "#tests/factories/shop-lab.ts";

const FIVE_OFF = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 };
const SCOPES = ["write_discounts", "write_customers"];

let all: Lab;

beforeAll(async () => {
  all = await openLab();
});
afterAll(() => all.stop());

const push = (it0: RedeemingShop, at = new Date()) => pushSummaries(it0.shop, () => at);
const shown = (it0: RedeemingShop): MetafieldRecord | undefined => {
  const { shop } = it0.lab.house;
  return findMetafield(shop, { ownerGid: `gid://shopify/Shop/${shop.id}`, namespace: "$app:loyalty", key: "program" });
};
const told = (it0: RedeemingShop): unknown => JSON.parse(shown(it0)?.value ?? "null");

/** The balance as a guest reads it. */
function guestReads(it0: RedeemingShop): string {
  const { shop } = it0.lab.house;
  const visitor = { shop, customer: null, locale: "en", currency: "GBP", cart: [], isInEditor: false };
  return renderBlock("balance", { ...visitor, globals: globalsFor(visitor, { root: "" }), settings: {} });
}

describe("what the shop's own pages know of the program", () => {
  it("is nothing before Shopify was told, then what is in force, and follows a pause", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    expect([shown(it0), guestReads(it0)]).toEqual([undefined, ""]);
    await push(it0);
    expect(told(it0)).toMatchObject({ programState: "live", currency: "GBP", earnRate: { points: 1, perHundredths: 100 }, rewards: [{ name: "5 off", costPoints: 100, minimumHundredths: 0 }] });
    expect(guestReads(it0)).toContain("Points for every order");
    await setPaused(it0.shop.id, true, { by: "test", now: new Date() });
    await push(it0);
    expect(told(it0)).toMatchObject({ programState: "paused" });
    expect(guestReads(it0)).toBe("");
  });

  it("is written again once a day, because rewards begin and end, and not in between", async () => {
    const startsAt = new Date(Date.now() + DAY_MS / 2).toISOString();
    const it0 = await openRedeemingShop(all, [FIVE_OFF, { ...FIVE_OFF, id: "later", name: "Later", startsAt }], { scopes: SCOPES });
    await push(it0);
    const first = shown(it0);
    await push(it0);
    expect(shown(it0)).toBe(first);
    await push(it0, new Date(Date.now() + DAY_MS));
    expect(told(it0)).toMatchObject({ rewards: [{ name: "5 off" }, { name: "Later" }] });
  });

  it("follows at once when another order makes a customer loyal, and offers no reward that the shop has stopped to allow", async () => {
    const card = { id: "card", kind: "gift_card", name: "Gift card", costPoints: 100, amountMinor: 500 };
    const it0 = await openRedeemingShop(all, [FIVE_OFF, card], { scopes: [...SCOPES, "write_gift_cards"] });
    await push({ ...it0, shop: { ...it0.shop, grantedScopes: SCOPES } });
    expect(told(it0)).toMatchObject({ loyalAt: 3, multipliers: [1, 1, 1], rewards: [{ id: "five" }] });
    await saveCountingPolicy(it0.shop.id, { ...DEFAULT_COUNTING_POLICY, loyalAt: 4 }, { by: "test", now: new Date() });
    expect(await isPushDue(pool, it0.shop.id, new Date())).toBe(true);
    await push(it0);
    expect(told(it0)).toMatchObject({ loyalAt: 4, multipliers: [1, 1, 1, 1], minimumOrderHundredths: 0, earnsOnline: true });
    await saveCountingPolicy(it0.shop.id, { ...DEFAULT_COUNTING_POLICY, minimumOrderMinor: 2_000, excludedSources: ["web"] }, { by: "test", now: new Date() });
    await push(it0);
    expect(told(it0)).toMatchObject({ format: 3, minimumOrderHundredths: 2_000, earnsOnline: false, earnRate: null });
  });

  it("is told again, and each customer's points too, when the app comes back to a shop where they went with it", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    const customer = await it0.customer(30);
    const book = metafieldsOf(it0.lab.house.shop);
    const names = () => [...book.fields.values()].map(({ ownerGid, key }) => `${key} of ${ownerGid}`).sort();
    await push(it0);
    const before = names();
    expect(before).toContain(`summary of gid://shopify/Customer/${customer.id}`);
    expect(await markUninstalled(pool, it0.shop.id, new Date())).toBe(true);
    book.fields.clear();
    book.definitions.length = 0;
    await it0.lab.install();
    await it0.lab.readHistory();
    await push(it0);
    expect(names()).toEqual(before);
    expect(book.definitions.map(({ key }) => key)).toEqual(["summary"]);
  });

  it("comes with the next try when Shopify fails", async () => {
    const it0 = await openRedeemingShop(all, [FIVE_OFF], { scopes: SCOPES });
    it0.lab.house.faults.admin.failNext.push({ operation: "metafieldsSet", kind: "500" });
    await expect(push(it0)).rejects.toThrow(RetryableError);
    expect(shown(it0)).toBeUndefined();
    await push(it0);
    expect(told(it0)).toMatchObject({ programState: "live" });
  });
});
