import { useRef, useState } from "preact/hooks";
import type { OfferedReward, OwnCode, RedeemAnswer } from "../../../app/contract/checkout-api.ts";
import { newClickKey, redeem } from "../../shared/redeem.ts";
import { clipboardIdOf, Code } from "./own-codes.tsx";

interface Props {
  rewards: OfferedReward[];
  isPaused: boolean;
  /** The balance has changed. */
  onRedeemed: () => Promise<void>;
}

/** What points can be spent on. What is out of reach says how far, and has no button. */
export function RewardsList({ rewards, isPaused, onRedeemed }: Props) {
  const { i18n } = shopify;
  if (rewards.length === 0) return null;
  return (
    <s-section heading={i18n.translate("rewards")}>
      <s-grid gridTemplateColumns="repeat(auto-fill, minmax(200px, 1fr))" gap="large">
        {rewards.map((reward) => (
          <Reward key={reward.rewardId} reward={reward} isPaused={isPaused} onRedeemed={onRedeemed} />
        ))}
      </s-grid>
    </s-section>
  );
}

function Reward({ reward, isPaused, onRedeemed }: { reward: OfferedReward } & Omit<Props, "rewards">) {
  const { i18n } = shopify;
  const { rewardId, terms, confirm, choice } = reward;
  const [given, setGiven] = useState<OwnCode>();
  const [refusal, setRefusal] = useState<string>();
  const [points, setPoints] = useState(choice?.minimumPoints ?? null);
  const modalId = `redeem-${rewardId}`;
  // Of a number between the steps nothing is known, and it cannot be spent.
  const chosen = choice ? choice.options.find((option) => option.points === points) : { cost: reward.cost, confirm };
  const redemption = useRedeem(rewardId, points);
  const canSpend = confirm !== null && !isPaused && !given;
  const copied = given?.state === "ready" && given.code !== null ? given : undefined;
  const spend = async () => {
    const answer = await redemption.once();
    if (!answer) return;
    if (answer.state === "redeemed") {
      setRefusal(undefined);
      setGiven(answer.code);
      void onRedeemed();
    } else setRefusal(answer.state === "refused" ? answer.sentence : i18n.translate(answer.state === "failed" ? "redeemFailed" : "signedOut"));
  };
  return (
    <s-stack gap="small">
      <s-text type="strong">{reward.name}</s-text>
      {reward.detail !== null && <s-text>{reward.detail}</s-text>}
      <s-text>{reward.cost}</s-text>
      <s-text color="subdued">{terms}</s-text>
      {/* There from the beginning: what comes into it is read aloud. */}
      <s-stack gap="small" accessibilityRole="status">
        {refusal !== undefined && <s-text tone="critical">{refusal}</s-text>}
        {given && <Code {...given} isCopiedBeside />}
      </s-stack>
      {(canSpend || copied) && <ActButton reward={reward.name} modalId={modalId} copied={copied} isAsking={redemption.isAsking} />}
      {canSpend && (
        <>
          <s-modal id={modalId} heading={reward.name}>
            <s-stack gap="base">
              <s-paragraph>{chosen?.confirm ?? i18n.translate("choose", { least: choice?.minimumPoints, most: choice?.maximumPoints, step: choice?.stepPoints })}</s-paragraph>
              {choice && (
                <s-number-field
                  label={i18n.translate("howMany")}
                  min={choice.minimumPoints}
                  max={choice.maximumPoints}
                  step={choice.stepPoints}
                  value={String(points ?? choice.minimumPoints)}
                  onChange={(event) => setPoints(Number((event.currentTarget as HTMLInputElement).value))}
                />
              )}
            </s-stack>
            <s-button slot="primary-action" variant="primary" command="--hide" commandFor={modalId} disabled={!chosen} onClick={() => void spend()}>
              {i18n.translate("spend", { cost: chosen?.cost ?? "" })}
            </s-button>
            <s-button slot="secondary-actions" command="--hide" commandFor={modalId}>
              {i18n.translate("cancel")}
            </s-button>
          </s-modal>
        </>
      )}
      {redemption.isAsking && <s-spinner accessibilityLabel={i18n.translate("making")} />}
    </s-stack>
  );
}

/** Begins to spend; once there is a code it is the button that copies it, and stays the same element, so that it keeps the focus. */
function ActButton({ reward, modalId, copied, isAsking }: { reward: string; modalId: string; copied: OwnCode | undefined; isAsking: boolean }) {
  const { i18n } = shopify;
  const act = copied
    ? { command: "--copy" as const, commandFor: clipboardIdOf(copied), accessibilityLabel: i18n.translate("copyCode", { code: copied.code ?? "" }) }
    : { command: "--show" as const, commandFor: modalId, accessibilityLabel: i18n.translate("redeemReward", { reward }) };
  return (
    <s-button {...act} loading={isAsking}>
      {i18n.translate(copied ? "copy" : "redeem")}
    </s-button>
  );
}

/** One redemption for one click: the same key until it is answered, so that a retry spends nothing twice. */
function useRedeem(rewardId: string, points: number | null) {
  const { localization, sessionToken } = shopify;
  const [isAsking, setIsAsking] = useState(false);
  const key = useRef<string | null>(null);
  const once = async (): Promise<RedeemAnswer | { state: "failed" } | undefined> => {
    if (isAsking) return undefined;
    setIsAsking(true);
    key.current ??= newClickKey();
    try {
      const answer = await redeem({ rewardId, points, idempotencyKey: key.current, locale: localization.language.value.isoCode }, () => sessionToken.get());
      key.current = null;
      return answer;
    } catch {
      // Not known whether it was done: the key is kept, and the next click asks for the same.
      return { state: "failed" };
    } finally {
      setIsAsking(false);
    }
  };
  return { isAsking, once };
}
