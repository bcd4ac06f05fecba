import "@shopify/ui-extensions/preact";
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { CustomerSummary } from "../../../app/contract/customer-summary.ts";
import { pointsText, readSummary } from "../../shared/summary.ts";

// The target's contract: one default export that draws.
export default async function drawProfileBlock() {
  render(<ProfileBlock />, document.body);
}

const SUMMARY = `query { customer { metafield(namespace: "$app:loyalty", key: "summary") { value } } }`;

/** Points and tier in one line, from what Shopify keeps: no call of ours, and nothing where nothing is known. */
function ProfileBlock() {
  const { i18n, localization } = shopify;
  const [summary, setSummary] = useState<CustomerSummary>();
  useEffect(() => void readOwn().then(setSummary, () => undefined), []);
  if (!summary) return null;
  const locale = localization.language.value.isoCode;
  const points = summary.waiting > 0 ? i18n.translate("pointsWaiting", { points: pointsText(summary.waiting, summary, locale) }) : pointsText(summary.available, summary, locale);
  return (
    <s-section heading={i18n.translate("heading")}>
      <s-stack gap="base">
        <s-text>{summary.tier ? `${points} · ${summary.tier.name}` : points}</s-text>
        <s-link href="extension:account-rewards/">{i18n.translate("seeRewards")}</s-link>
      </s-stack>
    </s-section>
  );
}

async function readOwn(): Promise<CustomerSummary | undefined> {
  const answer = await fetch("shopify:customer-account/api/2026-07/graphql.json", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query: SUMMARY }) });
  const { data } = (await answer.json()) as { data?: { customer?: { metafield?: { value: string } | null } | null } };
  return readSummary(data?.customer?.metafield?.value);
}
