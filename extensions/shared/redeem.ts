import type { RedeemAnswer, RedeemQuestion } from "../../app/contract/checkout-api.ts";
import { ask, type GetToken } from "./ask.ts";

const ASKED_MAX = 8;

/** A key for one click, to be sent again with every retry of it. */
export const newClickKey = (): string => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/** Redeems a reward and asks again with the same key while its code is being made, at most eight times. Throws as `ask` does. */
export async function redeem(question: RedeemQuestion, getToken: GetToken): Promise<RedeemAnswer> {
  for (let asked = 1; ; asked += 1) {
    const answer = await ask<RedeemAnswer>("redeem", question, getToken);
    if (answer.state !== "redeemed" || answer.retryAfterMs === null || asked >= ASKED_MAX) return answer;
    const pauseMs = answer.retryAfterMs;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
