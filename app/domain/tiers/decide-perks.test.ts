import { describe, expect, it } from "vitest";
import { decidePerks, type OpenPerk, type PerkStanding } from "./decide-perks.ts";
import type { TierCause, TierChange } from "./qualify-tier.ts";
import { tier } from "./tier.ts";

const NOW = new Date("2026-03-10T12:00:00Z");
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const GOLD = tier.parse({ id: "gold", name: "Gold", threshold: 2, perks: { welcomeRewardId: "five", freeShipping: true, customerTag: "VIP" } });
const PLAIN = tier.parse({ id: "silver", name: "Silver", threshold: 1 });
const change = (at: Date, kind: TierCause["kind"] = "reached", basis: TierCause["basis"] = "orders"): TierChange => ({
  at, fromTierId: null, toTierId: "gold", cause: { kind, basis, total: 2, threshold: 2, version: 1 },
});
const SHIPPING: OpenPerk = { id: "1", kind: "free_shipping", name: "Free shipping for Gold", tierId: "gold" };
const TAG: OpenPerk = { id: "2", kind: "tag", name: "vip", tierId: "gold" };
const gift = (isFresh: boolean) => ({ actionId: "second", n: 2, orderId: "7", tag: "vip", isFresh });

const standing = (more: Partial<PerkStanding> = {}): PerkStanding => ({ tier: GOLD, lastChange: change(hoursAgo(1)), giftTags: [], open: [], welcomedTierIds: [], ...more });
const decided = (more: Partial<PerkStanding> = {}, when: { mayGive?: boolean; hasNews?: boolean } = {}) => {
  const { give, end, welcome } = decidePerks(standing(more), { mayGive: true, hasNews: true, now: NOW, ...when });
  return { give: give.map(({ kind }) => kind), end: end.map(({ perk, because }) => [perk.id, because]), welcome: welcome?.rewardId ?? null };
};
const ALL = { give: ["free_shipping", "tag"], end: [], welcome: "five" };
const NOTHING = { give: [], end: [], welcome: null };

describe("a member of a tier", () => {
  it.each<[string, Partial<PerkStanding>, { mayGive?: boolean; hasNews?: boolean }, object]>([
    ["who has just reached it gets everything", {}, {}, ALL],
    ["gets the reward on arrival once", { welcomedTierIds: ["gold"] }, {}, { ...ALL, welcome: null }],
    ["keeps what was given", { open: [SHIPPING, TAG], welcomedTierIds: ["gold"] }, { mayGive: false, hasNews: false }, NOTHING],
    ["who reached it 49 hours ago gets what stands with the next order, and no welcome", { lastChange: change(hoursAgo(49)) }, {}, { ...ALL, welcome: null }],
    ["gets nothing while there is no news of an order", { lastChange: change(hoursAgo(1)) }, { hasNews: false }, NOTHING],
    ["who reached it by points that were released needs no order for it", { lastChange: change(hoursAgo(1), "reached", "points") }, { hasNews: false }, ALL],
    ["whom other rules brought there gets no welcome", { lastChange: change(hoursAgo(1), "program") }, {}, { ...ALL, welcome: null }],
    ["who was left out, or whose program is paused, gets nothing", {}, { mayGive: false }, NOTHING],
    ["who left it loses what stands", { tier: PLAIN, open: [SHIPPING, TAG] }, { mayGive: false, hasNews: false }, { ...NOTHING, end: [["1", "tier_left"], ["2", "tier_left"]] }],
    ["loses what the rules no longer give", { tier: { ...GOLD, perks: PLAIN.perks }, open: [SHIPPING] }, {}, { ...NOTHING, end: [["1", "program_changed"]] }],
    ["keeps a tag that a gift brings as well", { tier: PLAIN, open: [TAG], giftTags: [gift(false)] }, {}, NOTHING],
    ["who was two customers has everything once", { open: [SHIPPING, TAG, { ...TAG, id: "3", name: "VIP" }], welcomedTierIds: ["gold"] }, {}, { ...NOTHING, end: [["3", "merged"]] }],
  ])("%s", (_case, more, when, expected) => {
    expect(decided(more, when)).toEqual(expected);
  });
});

describe("the tag of a gift", () => {
  it("comes with news of its order, and goes when the order stops counting", () => {
    expect(decided({ tier: undefined, giftTags: [gift(true)] }).give).toEqual(["tag"]);
    expect(decided({ tier: undefined, giftTags: [gift(false)] }).give).toEqual([]);
    expect(decided({ tier: undefined, open: [{ ...TAG, tierId: null }] }).end).toEqual([["2", "order_undone"]]);
  });
});
