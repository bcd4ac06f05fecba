import { isNameProposed, saysSame } from "../redemption/reward-name.ts";
import type { RewardGrant } from "../redemption/reward-grant.ts";
import type { RewardKind } from "../redemption/reward.ts";
import type { ShopperFormats } from "./shopper-formats.ts";
import { grantLine } from "./shopper-sentences.ts";
import { SHOPPER_WORDS } from "./words/catalogue.ts";

/** A reward by its name, with what it gives. */
export interface TitledReward {
  name: string;
  kind: RewardKind;
  grant: RewardGrant;
}

type TitleFormats = Pick<ShopperFormats, "language" | "words" | "money" | "percent">;

/** Whether a reward's name says no more than what it gives: in the reader's language, in English, or because it is the one that was proposed. */
export const isUnnamed = ({ name, kind, grant }: TitledReward, formats: TitleFormats): boolean =>
  saysSame(name, grantLine(grant, formats)) || isNameProposed({ kind, name }) || saysSame(name, grantLine(grant, { ...formats, words: SHOPPER_WORDS.en }));

/** What a customer reads as the name of a reward: the merchant's, or where that says no more what it gives, in the customer's language. */
export const rewardTitle = (reward: TitledReward, formats: TitleFormats): string => (isUnnamed(reward, formats) ? grantLine(reward.grant, formats) : reward.name);
