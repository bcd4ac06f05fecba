import "@shopify/ui-extensions/preact";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { BasketAnswer, OfferedReward, OwnCode } from "../../../app/contract/checkout-api.ts";
import { ask } from "../../shared/ask.ts";
import { newClickKey, redeem } from "../../shared/redeem.ts";

// The target's contract: one default export that draws.
export default async function drawBasketPoints() {
  render(<BasketPoints />, document.body);
}

/** What this basket earns, and one code or reward that takes something off it. It never asks for a sign-in, and where anything fails it shows nothing. */
function BasketPoints() {
  const { i18n, localization, sessionToken, lines, cost } = shopify;
  const locale = localization.language.value.isoCode;
  const [answer, setAnswer] = useState<BasketAnswer>();
  const currency = cost.totalAmount.value.currencyCode;
  const basket = lines.value.map(({ merchandise, quantity, cost: lineCost }) => ({
    productId: merchandise.product.id,
    quantity,
    amountMinor: toMinor(lineCost.totalAmount.amount, currency),
    isShipped: merchandise.requiresShipping,
  }));
  const tax = cost.totalTaxAmount.value;
  const taxMinor = tax ? toMinor(tax.amount, currency) : null;
  const key = JSON.stringify([basket, taxMinor]);
  useEffect(() => {
    let isOver = false;
    void ask<BasketAnswer>("basket", { locale, currency, lines: basket, taxMinor }, () => sessionToken.get()).then(
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
        {answer.code && <CodeAtHand key={answer.code.id} ownCode={answer.code} />}
        {answer.reward && <RewardInReach key={answer.reward.rewardId} reward={answer.reward} locale={locale} />}
      </s-stack>
    </s-section>
  );
}

/** `unanswered`: the app gave no code and no reason, so nothing was put in; asking again is safe, with the same key. */
type Applying = "offered" | "asking" | "applied" | "failed" | "unanswered";

/** Gets a code and puts it into the checkout; said is what the shop answered instead. */
function useApply(getCode: () => Promise<{ code: string } | { said: string | undefined }>) {
  const { applyDiscountCodeChange } = shopify;
  const [state, setState] = useState<Applying>("offered");
  const [said, setSaid] = useState<string>();
  const apply = async () => {
    setState("asking");
    setSaid(undefined);
    const got = await getCode().catch(() => undefined);
    if (!got) return setState("unanswered");
    if ("said" in got) setSaid(got.said);
    try {
      const change = "code" in got ? await applyDiscountCodeChange({ type: "addDiscountCode", code: got.code }) : undefined;
      setState(change?.type === "success" ? "applied" : "failed");
    } catch {
      setState("failed");
    }
  };
  return { state, said, apply };
}

/** A code that the customer has: to apply it costs nothing. */
function CodeAtHand({ ownCode: { code, sentence, terms } }: { ownCode: OwnCode }) {
  const { i18n, discountCodes } = shopify;
  const { state, said, apply } = useApply(() => Promise.resolve(code === null ? { said: undefined } : { code }));
  const isApplied = state === "applied" || discountCodes.value.some((one) => one.code === code);
  // Which codes may meet on one order is the checkout's to say: beside another nothing is offered.
  if (!isApplied && discountCodes.value.length > 0) return null;
  return (
    <>
      {!isApplied && <s-text>{sentence}</s-text>}
      <Outcome terms={isApplied ? undefined : terms} words={isApplied ? i18n.translate("applied") : state === "failed" ? (said ?? i18n.translate("notApplied")) : undefined} />
      {!isApplied && (
        <s-button onClick={() => void apply()} loading={state === "asking"}>
          {i18n.translate("applyCode")}
        </s-button>
      )}
    </>
  );
}

/** What a code or reward needs, and under it what became of it: read aloud when it comes, as its place is there from the beginning. */
function Outcome({ terms, words }: { terms: string | undefined; words: string | undefined }) {
  return (
    <s-stack gap="none">
      {terms !== undefined && <s-text color="subdued">{terms}</s-text>}
      <s-stack accessibilityRole="status">{words !== undefined && <s-text>{words}</s-text>}</s-stack>
    </s-stack>
  );
}

const CONFIRM_ID = "spend-points";

/** A reward that points buy. What it takes and leaves is said, and asked, before anything is spent. */
function RewardInReach({ reward, locale }: { reward: OfferedReward; locale: string }) {
  const { i18n, sessionToken, discountCodes } = shopify;
  const [key] = useState(newClickKey);
  const { state, said, apply } = useApply(async () => {
    const answer = await redeem({ rewardId: reward.rewardId, idempotencyKey: key, locale }, () => sessionToken.get());
    const code = answer.state === "redeemed" ? answer.code.code : null;
    return code === null ? { said: answer.state === "refused" ? answer.sentence : undefined } : { code };
  });
  if (state === "offered" && discountCodes.value.length > 0) return null;
  const outcomes = { offered: undefined, asking: undefined, applied: i18n.translate("applied"), failed: said ?? i18n.translate("notApplied"), unanswered: i18n.translate("noAnswer") };
  const isOpen = state !== "applied";
  return (
    <>
      {isOpen && <s-text>{`${reward.gives} · ${reward.cost}`}</s-text>}
      <Outcome terms={isOpen ? reward.terms : undefined} words={outcomes[state]} />
      {isOpen && (
        <>
          <s-button command="--show" commandFor={CONFIRM_ID} loading={state === "asking"}>
            {i18n.translate("apply")}
          </s-button>
          <s-modal id={CONFIRM_ID} heading={reward.gives}>
            <s-paragraph>{reward.confirm}</s-paragraph>
            <s-button slot="primary-action" variant="primary" command="--hide" commandFor={CONFIRM_ID} onClick={() => void apply()}>
              {i18n.translate("spend", { cost: reward.cost })}
            </s-button>
            <s-button slot="secondary-actions" command="--hide" commandFor={CONFIRM_ID}>
              {i18n.translate("cancel")}
            </s-button>
          </s-modal>
        </>
      )}
    </>
  );
}

/** An amount as checkout gives it, in the smallest units of its currency. */
function toMinor(amount: number, currency: string): number {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return Math.round(amount * 10 ** digits);
}
