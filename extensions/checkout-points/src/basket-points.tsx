import "@shopify/ui-extensions/preact";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { BasketAnswer, OfferedReward } from "../../../app/contract/checkout-api.ts";
import { ask } from "../../shared/ask.ts";
import { newClickKey, redeem } from "../../shared/redeem.ts";

// The target's contract: one default export that draws.
export default async function drawBasketPoints() {
  render(<BasketPoints />, document.body);
}

/** What this basket earns, and one reward in reach. It never asks for a sign-in, and where anything fails it shows nothing. */
function BasketPoints() {
  const { i18n, localization, sessionToken, lines, cost } = shopify;
  const locale = localization.language.value.isoCode;
  const [answer, setAnswer] = useState<BasketAnswer>();
  const currency = cost.totalAmount.value.currencyCode;
  const basket = lines.value.map(({ merchandise, quantity, cost: lineCost }) => ({
    productId: merchandise.product.id,
    quantity,
    amountMinor: toMinor(lineCost.totalAmount.amount, currency),
  }));
  const key = JSON.stringify(basket);
  useEffect(() => {
    let isOver = false;
    void ask<BasketAnswer>("basket", { locale, currency, lines: basket }, () => sessionToken.get()).then(
      (told) => !isOver && setAnswer(told),
      () => !isOver && setAnswer(undefined),
    );
    return () => {
      isOver = true;
    };
  }, [key, currency]);
  if (answer?.state !== "ready") return null;
  return (
    <s-section heading={i18n.translate("heading")}>
      <s-stack gap="base">
        <s-paragraph>{answer.earns.sentence}</s-paragraph>
        {answer.reward && <RewardInReach reward={answer.reward} locale={locale} />}
      </s-stack>
    </s-section>
  );
}

function RewardInReach({ reward, locale }: { reward: OfferedReward; locale: string }) {
  const { i18n, sessionToken, applyDiscountCodeChange } = shopify;
  const [state, setState] = useState<"offered" | "asking" | "applied" | "failed">("offered");
  const [said, setSaid] = useState<string>();
  const [key] = useState(newClickKey);
  const apply = async () => {
    setState("asking");
    try {
      const answer = await redeem({ rewardId: reward.rewardId, idempotencyKey: key, locale }, () => sessionToken.get());
      if (answer.state === "refused") setSaid(answer.sentence);
      const code = answer.state === "redeemed" ? answer.code.code : null;
      const change = code === null ? undefined : await applyDiscountCodeChange({ type: "addDiscountCode", code });
      setState(change?.type === "success" ? "applied" : "failed");
    } catch {
      setState("failed");
    }
  };
  if (state === "applied") return <s-text>{i18n.translate("applied")}</s-text>;
  return (
    <>
      <s-text>{`${reward.gives} · ${reward.cost}`}</s-text>
      <s-text color="subdued">{reward.terms}</s-text>
      {state === "failed" && <s-text>{said ?? i18n.translate("notApplied")}</s-text>}
      <s-button onClick={() => void apply()} loading={state === "asking"}>
        {i18n.translate("apply")}
      </s-button>
    </>
  );
}

/** An amount as checkout gives it, in the smallest units of its currency. */
function toMinor(amount: number, currency: string): number {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return Math.round(amount * 10 ** digits);
}
