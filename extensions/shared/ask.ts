import type { CHECKOUT_API_PATHS } from "../../app/contract/checkout-api.ts";

// Written out, so that a bundle carries five texts and not the schemas behind them; the type keeps both in line.
const PATHS: typeof CHECKOUT_API_PATHS = {
  order: "/checkout-api/order",
  offers: "/checkout-api/offers",
  rewards: "/checkout-api/rewards",
  redeem: "/checkout-api/redeem",
  basket: "/checkout-api/basket",
};

const TIMEOUT_MS = 10_000;

/** Gives Shopify's session token, which says to the app for whom a block asks. */
export type GetToken = () => Promise<string>;

/**
 * Asks the app one question and answers what it says. Throws where it cannot be reached within ten seconds, or refuses.
 * The app's address is put in where the extension is built.
 */
export async function ask<Answer>(name: keyof typeof PATHS, question: object, getToken: GetToken): Promise<Answer> {
  const answer = await fetch(`${process.env.APP_URL}${PATHS[name]}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${await getToken()}` },
    body: JSON.stringify(question),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw new Error(`the app answered ${answer.status}`);
  return (await answer.json()) as Answer;
}
