/** States by counted orders, lowest first. */
export const STAGES = ["prospect", "first", "second", "loyal", "champion"] as const;

export type Stage = (typeof STAGES)[number];

/** Where a stage stands on the road: a lower number means fewer counted orders. */
export const stageIndex = (stage: Stage): number => STAGES.indexOf(stage);
