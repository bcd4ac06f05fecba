import { CONDITION_FORMS, type EarnCondition, earnCondition } from "#app/domain/earning/conditions/earn-condition.ts";
import { earnRule, RULE_FORMS } from "#app/domain/earning/earn-rule.ts";
import type { FormDescription, Wording } from "#app/domain/earning/form.ts";
import { nthOrderAction, nthOrderActionForm } from "#app/domain/program/nth-order-action.ts";
import type { Program } from "#app/domain/program/program.ts";
import { type Reward, reward } from "#app/domain/redemption/reward.ts";
import { type Tier, tier } from "#app/domain/tiers/tier.ts";
import type { Formats } from "#app/ui/formats.ts";
import type { ItemList } from "./item-draft.ts";
import { REWARD_NAMES } from "./reward-fields.ts";

/** What an item says once it can be read: its kind, its sentence, and the conditions under which it applies. */
export type ItemWords = { label: string; sentence: string; conditions: string[] };

/** How a program is read by a viewer: numbers in their formats, tiers by name, thresholds in the unit that decides tiers. */
export type ProgramWording = Wording & { pointsName: Program["pointsName"]; threshold: (threshold: number) => string };

export function wordingOf(
  { tiers, basis, pointsName }: { tiers: { id: string; name: string }[]; basis: string; pointsName: Program["pointsName"] },
  formats: Formats,
): ProgramWording {
  const points = (count: number) => formats.counted(count, pointsName.one, pointsName.other);
  return {
    pointsName,
    points,
    money: (minor) => formats.money(minor),
    day: (at) => formats.day(at),
    tier: (tierId) => tiers.find(({ id }) => id === tierId)?.name ?? tierId,
    threshold: (threshold) => (basis === "spend" ? `${formats.money(threshold)} spent` : basis === "orders" ? formats.counted(threshold, "order", "orders") : points(threshold)),
  };
}

/** What an item says; undefined while something in it can't be read. */
export function itemWords(list: ItemList, item: unknown, wording: ProgramWording): ItemWords | undefined {
  switch (list) {
    case "earnRules":
      return ruleWords(item, wording);
    case "nthOrderActions": {
      const read = nthOrderAction.safeParse(item);
      return read.success ? { label: "Gift", sentence: nthOrderActionForm.sentence(read.data, wording), conditions: [] } : undefined;
    }
    case "tiers": {
      const read = tier.safeParse(item);
      return read.success ? tierWords(read.data, wording) : undefined;
    }
    case "rewards": {
      const read = reward.safeParse(item);
      return read.success ? rewardWords(read.data, wording) : undefined;
    }
  }
}

function ruleWords(item: unknown, wording: Wording): ItemWords | undefined {
  const read = earnRule.safeParse(item);
  if (!read.success) return undefined;
  const form = RULE_FORMS[read.data.kind] as FormDescription<typeof read.data>;
  return { label: form.label, sentence: form.sentence(read.data, wording), conditions: read.data.conditions.map((condition) => ruleConditionWords(condition, wording)) };
}

/** A limit is no condition on the order, so it takes no "if". */
function ruleConditionWords(condition: EarnCondition, wording: Wording): string {
  const sentence = conditionSentence(condition, wording) ?? "";
  return condition.kind === "limit" ? sentence : `only if ${sentence}`;
}

/** What a condition says; undefined while it can't be read. */
export function conditionSentence(condition: unknown, wording: Wording): string | undefined {
  const read = earnCondition.safeParse(condition);
  if (!read.success) return undefined;
  return (CONDITION_FORMS[read.data.kind] as FormDescription<typeof read.data>).sentence(read.data, wording);
}

function tierWords({ name, threshold, perks }: Tier, { threshold: words, pointsName }: ProgramWording): ItemWords {
  const gives = [
    perks.multiplier !== 1 && `${pointsName.other} times ${perks.multiplier}`,
    perks.welcomeRewardId !== null && "a reward on arrival",
    perks.freeShipping && "free shipping",
    perks.customerTag !== null && `tag “${perks.customerTag}”`,
  ].filter((perk) => perk !== false);
  return { label: name, sentence: `from ${words(threshold)}`, conditions: gives };
}

function rewardWords(it: Reward, { points, money }: Wording): ItemWords {
  const cost = it.kind === "slider" ? `${points(it.minimumPoints)} to ${points(it.maximumPoints)}` : points(it.costPoints);
  const conditions = [it.minimumOrderMinor > 0 && `on orders of ${money(it.minimumOrderMinor)} or more`, `to be used within ${it.validityDays === 1 ? "1 day" : `${it.validityDays} days`}`];
  return { label: it.name, sentence: `${worthWords(it, money)} for ${cost}`, conditions: conditions.filter((condition) => condition !== false) };
}

function worthWords(it: Reward, money: Wording["money"]): string {
  switch (it.kind) {
    case "fixed_amount":
      return `${money(it.amountMinor)} off`;
    case "percentage":
      return `${it.percent}% off`;
    case "store_credit":
      return `${money(it.amountMinor)} of store credit`;
    case "gift_card":
      return `a gift card of ${money(it.amountMinor)}`;
    case "free_shipping":
    case "free_product":
    case "slider":
      return REWARD_NAMES[it.kind];
  }
}
