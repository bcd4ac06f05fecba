import { closeDatabase, pool } from "#app/platform/db.server.ts";
import { openRedeemingShop } from "#tests/factories/redeeming-shop.ts";
import { openLab } from "#tests/factories/shop-lab.ts";
import { answerQuestions } from "../part.ts";

const REWARD = { id: "five", kind: "fixed_amount", name: "5 off", costPoints: 100, amountMinor: 500 };

const lab = await openLab();
const shop = await openRedeemingShop(lab, [REWARD]);

/** Transaction numbers given out so far: PostgreSQL gives one to each transaction that writes. Nobody else is on this server. */
async function transactionNumber(): Promise<number> {
  const { rows } = await pool.query<{ next: string }>("SELECT pg_snapshot_xmax(pg_current_snapshot()) AS next");
  return Number(rows[0]?.next);
}

/** Transactions that write, from the click to the code that Shopify knows. */
async function transactions(): Promise<number> {
  const customer = await shop.customer(100);
  const before = await transactionNumber();
  const redeemed = await shop.redeem(customer, "five");
  if (redeemed.outcome !== "redeemed" || (await shop.perform()) !== 1) throw new Error(`the reward was not given: ${redeemed.outcome}`);
  return (await transactionNumber()) - before;
}

/** Asks for the same reward many times at once, with points for some of them; answers how many were given, and what is left. */
async function atOnce({ redemptions, affordable }: { redemptions: number; affordable: number }): Promise<{ succeeded: number; left: number }> {
  const customer = await shop.customer(affordable * REWARD.costPoints);
  const answers = await Promise.all(Array.from({ length: redemptions }, () => shop.redeem(customer, "five")));
  return { succeeded: answers.filter(({ outcome }) => outcome === "redeemed").length, left: await shop.balance(customer) };
}

answerQuestions({ transactions, atOnce }, async () => {
  await lab.stop();
  await closeDatabase();
});
