/**
 * What blocks read of a customer's metafield `$app:loyalty/summary` without asking the app. Points are whole numbers;
 * `waiting` becomes available with the first sign-in.
 */
export interface CustomerSummary {
  programState: "live" | "paused";
  pointsName: { one: string; other: string };
  available: number;
  pending: number;
  waiting: number;
  tier: { name: string } | null;
}
