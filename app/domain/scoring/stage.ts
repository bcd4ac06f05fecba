/** States by counted orders, lowest first. */
export const STAGES = ["prospect", "first", "second", "loyal", "champion"] as const;

export type Stage = (typeof STAGES)[number];
