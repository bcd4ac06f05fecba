import type { RewardsAnswer } from "#app/contract/checkout-api.ts";
import type { Formats } from "#app/ui/formats.ts";

export type PreviewProps = {
  id: string;
  name: string;
  /** Settled points that become the customer's with the first sign-in. */
  waitingPoints: number;
  /** What the page of rewards in the customer's account is told, as after that sign-in. */
  answer: RewardsAnswer;
  formats: Formats;
};

export type PreviewedMember = Extract<RewardsAnswer, { state: "member" }>;
