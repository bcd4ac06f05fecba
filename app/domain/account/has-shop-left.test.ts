import { describe, expect, it } from "vitest";
import { hasShopLeft, isOfEarlierInstallation, type Standing } from "./has-shop-left.ts";

const askedAt = new Date("2026-11-20T12:00:00Z");
const hours = (count: number) => new Date(askedAt.getTime() + count * 3_600_000);

describe("a shop that Shopify wants erased, of whose leaving nothing was heard", () => {
  it.each<[string, Standing, number | null, number, string]>([
    ["stays where Shopify takes our tokens, however often it refused them before", "taken", 1, 900, "stays"],
    ["is not erased at the first refusal", "refused", null, 1, "look_again"],
    ["is not erased while refusals are younger than six hours", "refused", 1, 6.9, "look_again"],
    ["is erased when Shopify has refused our tokens for six hours", "refused", 1, 7, "left"],
    ["is looked into again while it is frozen", "unclear", null, 27 * 24, "look_again"],
    ["is not erased sooner for a refusal before it was frozen", "unclear", 1, 27 * 24, "look_again"],
    ["is erased within Shopify's 30 days where nothing more can be learnt", "unclear", null, 28 * 24, "left"],
  ])("%s", (_case, standing, refusedSince, now, outcome) => {
    expect(hasShopLeft({ standing, askedAt, refusedSince: refusedSince === null ? null : hours(refusedSince), now: hours(now) })).toBe(outcome);
  });

  it.each([
    ["came back when Shopify gave us tokens in the last day before it asked", -23, true],
    ["came back when Shopify gave us tokens after it asked", 1, true],
    ["may have left after tokens of two days before it asked", -48, false],
    ["may have left after tokens that were given just before it was uninstalled", -47, false],
  ])("%s", (_case, given, isEarlier) => {
    expect(isOfEarlierInstallation({ askedAt, tokensGivenAt: hours(given) })).toBe(isEarlier);
  });
});
