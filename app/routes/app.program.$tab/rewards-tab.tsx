import { dearRewards } from "#app/domain/program/dear-rewards.ts";
import { type ScopeNeed, scopeNeedsOf } from "#app/domain/redemption/reward-scopes.ts";
import type { RewardKind } from "#app/domain/redemption/reward.ts";
import type { ProgramReach } from "#app/queries/program-reach.server.ts";
import type { Card } from "../app._index/card.ts";
import { dearRewardWords } from "./dear-reward-words.ts";
import { ItemListCard } from "./item-list-card.tsx";
import type { ProgramForm } from "./program-form.ts";
import { ReachFooter } from "./reach-footer.tsx";
import { rewardReachWords } from "./reach-words.ts";
import { REWARD_NAMES } from "./reward-fields.ts";
import { ScopeNotice } from "./scope-card.tsx";
import type { ScopeGrant } from "./use-scope-grant.ts";

const SHARED = {
  costPoints: "500", minimumOrderMinor: "0", validityDays: "90", "combinesWith.orderDiscounts": "no", "combinesWith.productDiscounts": "no", "combinesWith.shippingDiscounts": "no", returnOnCancel: "yes",
};

type Props = { form: ProgramForm; grantedScopes: string[]; grant: ScopeGrant; reach: Card<ProgramReach> | undefined; onRetry: () => void };

/** What points buy. With the first reward that needs more access, the merchant is asked for it. */
export function RewardsTab({ form, grantedScopes, grant, reach, onRetry }: Props) {
  const kinds = (Object.entries(REWARD_NAMES) as [RewardKind, string][]).map(([value, label]) => ({ value, label, id: value.replaceAll("_", "-"), start: { ...SHARED, name: label } }));
  const needs = needsOf(form, grantedScopes);
  const dear = form.read.outcome === "valid" ? dearRewards(form.read.program) : [];
  return (
    <ItemListCard
      form={form}
      list="rewards"
      title="Rewards"
      empty={`No rewards yet: ${form.formats.pointsName.other} can be earned and not spent.`}
      addLabel="Add a reward"
      kinds={kinds}
      note={({ kind, values }) => {
        const one = dear.find(({ rewardId }) => rewardId === values["id"]);
        const inReach = rewardReachWords(values[kind === "slider" ? "minimumPoints" : "costPoints"] ?? "", { reach, formats: form.formats });
        return [inReach, one && dearRewardWords(one, form.formats)].filter(Boolean).join(" ") || undefined;
      }}
      notice={(at) => {
        const first = needs.filter(({ firstAt }) => firstAt === at);
        return first.length > 0 && <ScopeNotice needs={first} grant={grant} without="Without it the draft can be kept, but not published: allow it, or remove the reward." />;
      }}
      footer={<ReachFooter list="rewards" reach={reach} formats={form.formats} onRetry={onRetry} />}
    />
  );
}

/** What is missing for the rewards as they stand in the form, complete or not, and the place of the first that needs it: that is where the merchant adds it. */
function needsOf({ draft }: ProgramForm, grantedScopes: string[]): (ScopeNeed & { firstAt: number })[] {
  const rewards = draft.rewards.map(({ kind, values }) => ({ kind: kind as RewardKind, name: values["name"] || REWARD_NAMES[kind as RewardKind] }));
  return scopeNeedsOf(rewards, grantedScopes).map((need) => ({ ...need, firstAt: rewards.findIndex((reward) => scopeNeedsOf([reward], grantedScopes).some(({ scope }) => scope === need.scope)) }));
}
