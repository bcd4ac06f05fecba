import { z } from "zod";
import type { FormDescription } from "../form.ts";
import { collection, collectionForm, hasCollection } from "./collection.ts";
import { customerTag, customerTagForm, hasCustomerTag } from "./customer-tag.ts";
import { inStage, inStageForm, isInStage } from "./in-stage.ts";
import { inTier, inTierForm, isInTier } from "./in-tier.ts";
import { isWithinLimit, limit, limitForm } from "./limit.ts";
import { meetsMinimumSpend, minimumSpend, minimumSpendForm } from "./minimum-spend.ts";
import { isInPeriod, period, periodForm } from "./period.ts";
import type { PlacedOrder } from "./placed-order.ts";
import { hasProductTag, productTag, productTagForm } from "./product-tag.ts";
import { hasProduct, product, productForm } from "./product.ts";
import { isOnSalesChannel, salesChannel, salesChannelForm } from "./sales-channel.ts";

export const earnCondition = z.discriminatedUnion("kind", [minimumSpend, product, collection, productTag, customerTag, salesChannel, inTier, inStage, period, limit]);

export type EarnCondition = z.output<typeof earnCondition>;

type OfKind<Kind extends EarnCondition["kind"]> = Extract<EarnCondition, { kind: Kind }>;

const JUDGES: { [Kind in EarnCondition["kind"]]: (condition: OfKind<Kind>, order: PlacedOrder, ruleId: string) => boolean } = {
  minimum_spend: meetsMinimumSpend,
  product: hasProduct,
  collection: hasCollection,
  product_tag: hasProductTag,
  customer_tag: hasCustomerTag,
  sales_channel: isOnSalesChannel,
  tier: isInTier,
  stage: isInStage,
  period: isInPeriod,
  limit: isWithinLimit,
};

export const CONDITION_FORMS: { [Kind in EarnCondition["kind"]]: FormDescription<OfKind<Kind>> } = {
  minimum_spend: minimumSpendForm,
  product: productForm,
  collection: collectionForm,
  product_tag: productTagForm,
  customer_tag: customerTagForm,
  sales_channel: salesChannelForm,
  tier: inTierForm,
  stage: inStageForm,
  period: periodForm,
  limit: limitForm,
};

/** Whether an order meets every condition of a rule; a rule without conditions is met by all. */
export const meetsAll = (conditions: EarnCondition[], order: PlacedOrder, ruleId: string): boolean =>
  conditions.every((condition) => (JUDGES[condition.kind] as (condition: EarnCondition, order: PlacedOrder, ruleId: string) => boolean)(condition, order, ruleId));
