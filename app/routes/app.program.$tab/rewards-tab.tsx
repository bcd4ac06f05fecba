import { BlockStack } from "@shopify/polaris";
import { type ScopeNeed, scopeNeedsOf } from "#app/domain/redemption/reward-scopes.ts";
import type { RewardKind } from "#app/domain/redemption/reward.ts";
import type { ProgramReach } from "#app/queries/program-reach.server.ts";
import type { Card } from "../app._index/card.ts";
import { ItemListCard } from "./item-list-card.tsx";
import type { ProgramForm } from "./program-form.ts";
import { ReachFooter } from "./reach-footer.tsx";
import { rewardReachWords } from "./reach-words.ts";
import { REWARD_NAMES } from "./reward-fields.ts";
import { ScopeCard } from "./scope-card.tsx";
import type { ScopeGrant } from "./use-scope-grant.ts";

const SHARED = {
  costPoints: "500", minimumOrderMinor: "0", validityDays: "90", "combinesWith.orderDiscounts": "no", "combinesWith.productDiscounts": "no", "combinesWith.shippingDiscounts": "no", returnOnCancel: "yes",
};

type Props = { form: ProgramForm; grantedScopes: string[]; grant: ScopeGrant; reach: Card<ProgramReach> | undefined; onRetry: () => void };

/** What points buy. With the first reward that needs more access, the merchant is asked for it. */
export function RewardsTab({ form, grantedScopes, grant, reach, onRetry }: Props) {
  const kinds = (Object.entries(REWARD_NAMES) as [RewardKind, string][]).map(([value, label]) => ({ value, label, id: value.replaceAll("_", "-"), start: { ...SHARED, name: label } }));
  const needs = needsOf(form, grantedScopes);
  return (
    <BlockStack gap="400">
      {needs.length > 0 && <ScopeCard needs={needs} grant={grant} without="Without it the draft can be kept, but not published: allow it, or remove the reward." />}
      <ItemListCard
        form={form}
        list="rewards"
        title="Rewards"
        empty="No rewards yet: points can be earned and not spent."
        addLabel="Add a reward"
        kinds={kinds}
        note={({ kind, values }) => rewardReachWords(values[kind === "slider" ? "minimumPoints" : "costPoints"] ?? "", { reach, formats: form.formats })}
        footer={<ReachFooter list="rewards" reach={reach} formats={form.formats} onRetry={onRetry} />}
      />
    </BlockStack>
  );
}

/** What is missing for the rewards as they stand in the form, complete or not. */
const needsOf = ({ draft }: ProgramForm, grantedScopes: string[]): ScopeNeed[] =>
  scopeNeedsOf(draft.rewards.map(({ kind, values }) => ({ kind: kind as RewardKind, name: values["name"] || REWARD_NAMES[kind as RewardKind] })), grantedScopes);
