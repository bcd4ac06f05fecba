import "@shopify/ui-extensions/preact";
import { render } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { RewardsAnswer } from "../../../app/contract/checkout-api.ts";
import { ask } from "../../shared/ask.ts";
import { OwnCodes } from "./own-codes.tsx";
import { RewardsList } from "./rewards-list.tsx";

// The target's contract: one default export that draws.
export default async function drawRewardsPage() {
  render(<RewardsPage />, document.body);
}

type Member = Extract<RewardsAnswer, { state: "member" }>;
type View = { state: "loading" } | { state: "failed" } | RewardsAnswer;

/** Balance, the road to the next tier, rewards, codes and the history of the customer who is signed in. */
function RewardsPage() {
  const { i18n, localization, sessionToken } = shopify;
  const locale = localization.language.value.isoCode;
  const [view, setView] = useState<View>({ state: "loading" });
  const load = useCallback(async () => {
    setView(await ask<RewardsAnswer>("rewards", { locale }, () => sessionToken.get()).catch(() => ({ state: "failed" }) as const));
  }, [locale]);
  useEffect(() => void load(), [load]);
  return (
    <s-page heading={i18n.translate("pageHeading")}>
      <Content view={view} onChange={load} />
    </s-page>
  );
}

function Content({ view, onChange }: { view: View; onChange: () => Promise<void> }) {
  const { i18n } = shopify;
  switch (view.state) {
    case "loading":
      return (
        <s-section>
          <s-skeleton-paragraph />
          <s-skeleton-paragraph />
          <s-skeleton-paragraph />
        </s-section>
      );
    case "failed":
      return (
        <s-section>
          <s-stack gap="base">
            <s-paragraph>{i18n.translate("failed")}</s-paragraph>
            <s-button onClick={() => void onChange()}>{i18n.translate("retry")}</s-button>
          </s-stack>
        </s-section>
      );
    case "signed_out":
      return <Words text={i18n.translate("signedOut")} />;
    case "off":
      return <Words text={i18n.translate("off")} />;
    case "new_member":
      return <Words text={view.sentence} />;
    case "member":
      return <MemberRewards member={view} onChange={onChange} />;
  }
}

const Words = ({ text }: { text: string }) => (
  <s-section>
    <s-paragraph>{text}</s-paragraph>
  </s-section>
);

function MemberRewards({ member, onChange }: { member: Member; onChange: () => Promise<void> }) {
  const { i18n } = shopify;
  return (
    <>
      <s-section>
        <s-stack gap="base">
          <s-heading>{member.balance.available}</s-heading>
          {member.balance.pending !== null && <s-paragraph>{member.balance.pending}</s-paragraph>}
          {member.balance.expiry !== null && <s-paragraph>{member.balance.expiry}</s-paragraph>}
          {member.isPaused && <s-paragraph>{i18n.translate("paused")}</s-paragraph>}
          {member.nextOrder !== null && <s-paragraph>{member.nextOrder}</s-paragraph>}
        </s-stack>
      </s-section>
      {member.tier && <TierRoad tier={member.tier} />}
      <RewardsList rewards={member.rewards} isPaused={member.isPaused} onRedeemed={onChange} />
      <OwnCodes codes={member.codes} />
      {member.history.length > 0 && <History lines={member.history} />}
    </>
  );
}

function TierRoad({ tier }: { tier: NonNullable<Member["tier"]> }) {
  const { i18n } = shopify;
  return (
    <s-section heading={i18n.translate("tier")}>
      <s-stack gap="base">
        {tier.name !== null && <s-text type="strong">{tier.name}</s-text>}
        {tier.next && (
          <>
            <s-progress value={tier.next.share} max={1} accessibilityLabel={tier.next.sentence} />
            <s-paragraph>{tier.next.sentence}</s-paragraph>
          </>
        )}
      </s-stack>
    </s-section>
  );
}

function History({ lines }: { lines: Member["history"] }) {
  const { i18n } = shopify;
  return (
    <s-section heading={i18n.translate("history")}>
      <s-stack gap="base">
        {lines.map(({ id, points, day, why }) => (
          <s-details key={id}>
            <s-summary>
              {points > 0 ? "+" : points < 0 ? "−" : ""}
              {i18n.formatNumber(Math.abs(points))} · {day}
            </s-summary>
            <s-text>{why}</s-text>
          </s-details>
        ))}
      </s-stack>
    </s-section>
  );
}
