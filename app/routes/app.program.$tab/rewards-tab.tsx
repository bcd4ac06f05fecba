import type { RewardKind } from "#app/domain/redemption/reward.ts";
import { ItemListCard } from "./item-list-card.tsx";
import type { ProgramForm } from "./program-form.ts";
import { REWARD_NAMES } from "./reward-fields.ts";

const SHARED = {
  costPoints: "500", minimumOrderMinor: "0", validityDays: "90", "combinesWith.orderDiscounts": "no", "combinesWith.productDiscounts": "no", "combinesWith.shippingDiscounts": "no", returnOnCancel: "yes",
};

/** What points buy. */
export function RewardsTab({ form }: { form: ProgramForm }) {
  const kinds = (Object.entries(REWARD_NAMES) as [RewardKind, string][]).map(([value, label]) => ({ value, label, id: value.replaceAll("_", "-"), start: { ...SHARED, name: label } }));
  return <ItemListCard form={form} list="rewards" title="Rewards" empty="No rewards yet: points can be earned and not spent." addLabel="Add a reward" kinds={kinds} />;
}
