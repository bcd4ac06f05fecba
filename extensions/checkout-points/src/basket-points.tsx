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

type Ready = Extract<BasketAnswer, { state: "ready" }>;

/**
 * What this basket earns, and one code or reward that takes something off it. It never asks for a sign-in, and where anything fails
 * it shows nothing. A code changes what the basket costs, so it is asked about anew; what was pressed stays, with the focus and what became of it.
 */
function BasketPoints() {
  const { i18n, localization, sessionToken, lines, cost } = shopify;
  const locale = localization.language.value.isoCode;
  const [answer, setAnswer] = useState<BasketAnswer>();
  const [acted, setActed] = useState<Pick<Ready, "code" | "reward">>();
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
  const { code, reward } = acted ?? answer;
  return (
    <s-section heading={i18n.translate("heading")}>
      <s-stack gap="base">
        <s-paragraph>{answer.earns.sentence}</s-paragraph>
        {code && <CodeAtHand key={code.id} ownCode={code} onAct={() => setActed({ code, reward: null })} />}
        {reward && <RewardInReach key={reward.rewardId} reward={reward} locale={locale} onAct={() => setActed({ code: null, reward })} />}
      </s-stack>
    </s-section>
  );
}

/** `unanswered`: the app gave no code and no reason, so nothing was put in; asking again is safe, with the same key. */
type Applying = "offered" | "asking" | "applied" | "failed" | "unanswered";

/** Gets a code and puts it into the checkout; said is what the shop answered instead, and `applied` the code that is in. */
function useApply(getCode: () => Promise<{ code: string } | { said: string | undefined }>) {
  const { applyDiscountCodeChange } = shopify;
  const [state, setState] = useState<Applying>("offered");
  const [said, setSaid] = useState<string>();
  const [applied, setApplied] = useState<string>();
  const apply = async () => {
    setState("asking");
    setSaid(undefined);
    const got = await getCode().catch(() => undefined);
    if (!got) return setState("unanswered");
    if ("said" in got) setSaid(got.said);
    try {
      const change = "code" in got ? await applyDiscountCodeChange({ type: "addDiscountCode", code: got.code }) : undefined;
      if ("code" in got && change?.type === "success") setApplied(got.code);
      setState(change?.type === "success" ? "applied" : "failed");
    } catch {
      setState("failed");
    }
  };
  return { state, said, applied, apply };
}

/** A code that the customer has: to apply it costs nothing. */
function CodeAtHand({ ownCode: { code, sentence, terms }, onAct }: { ownCode: OwnCode; onAct: () => void }) {
  const { i18n, discountCodes } = shopify;
  const { state, said, applied, apply } = useApply(() => Promise.resolve(code === null ? { said: undefined } : { code }));
  const isApplied = state === "applied" || (state !== "asking" && discountCodes.value.some((one) => one.code === code));
  // Which codes may meet on one order is the checkout's to say: beside another nothing is offered.
  if (state === "offered" && !isApplied && discountCodes.value.length > 0) return null;
  const applyCode = () => {
    onAct();
    void apply();
  };
  return (
    <>
      {!isApplied && <s-text>{sentence}</s-text>}
      <Outcome terms={isApplied ? undefined : terms} words={isApplied ? i18n.translate("applied") : state === "failed" ? (said ?? i18n.translate("notApplied")) : undefined} />
      {(!isApplied || applied !== undefined) && <ActButton act={{ onClick: applyCode, loading: state === "asking" }} words={i18n.translate("applyCode")} applied={applied} />}
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

/** Applies; once a code is in, it is the button that copies that code, and stays the same element, so that it keeps the focus. */
function ActButton({ act, words, applied }: { act: Act; words: string; applied: string | undefined }) {
  const { i18n } = shopify;
  if (applied === undefined) return <s-button {...act}>{words}</s-button>;
  return (
    <>
      <s-button command="--copy" commandFor={APPLIED_ID} accessibilityLabel={i18n.translate("copyCode", { code: applied })}>
        {i18n.translate("copy")}
      </s-button>
      <s-clipboard-item id={APPLIED_ID} text={applied} />
    </>
  );
}

type Act = { onClick?: () => void; command?: "--show"; commandFor?: string; loading: boolean };

const APPLIED_ID = "applied-code";

const CONFIRM_ID = "spend-points";

/** A reward that points buy. What it takes and leaves is said, and asked, before anything is spent. */
function RewardInReach({ reward, locale, onAct }: { reward: OfferedReward; locale: string; onAct: () => void }) {
  const { i18n, sessionToken, discountCodes } = shopify;
  const [key] = useState(newClickKey);
  const { state, said, applied, apply } = useApply(async () => {
    const answer = await redeem({ rewardId: reward.rewardId, idempotencyKey: key, locale }, () => sessionToken.get());
    const code = answer.state === "redeemed" ? answer.code.code : null;
    return code === null ? { said: answer.state === "refused" ? answer.sentence : undefined } : { code };
  });
  if (state === "offered" && discountCodes.value.length > 0) return null;
  const outcomes = { offered: undefined, asking: undefined, applied: i18n.translate("applied"), failed: said ?? i18n.translate("notApplied"), unanswered: i18n.translate("noAnswer") };
  const isOpen = state !== "applied";
  const spend = () => {
    onAct();
    void apply();
  };
  return (
    <>
      {isOpen && <s-text>{`${reward.gives} · ${reward.cost}`}</s-text>}
      <Outcome terms={isOpen ? reward.terms : undefined} words={outcomes[state]} />
      <ActButton act={{ command: "--show", commandFor: CONFIRM_ID, loading: state === "asking" }} words={i18n.translate("apply")} applied={applied} />
      {isOpen && (
        <s-modal id={CONFIRM_ID} heading={reward.gives}>
          <s-paragraph>{reward.confirm}</s-paragraph>
          <s-button slot="primary-action" variant="primary" command="--hide" commandFor={CONFIRM_ID} onClick={spend}>
            {i18n.translate("spend", { cost: reward.cost })}
          </s-button>
          <s-button slot="secondary-actions" command="--hide" commandFor={CONFIRM_ID}>
            {i18n.translate("cancel")}
          </s-button>
        </s-modal>
      )}
    </>
  );
}

/** An amount as checkout gives it, in the smallest units of its currency. */
function toMinor(amount: number, currency: string): number {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return Math.round(amount * 10 ** digits);
}
