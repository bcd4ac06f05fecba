import "@shopify/ui-extensions/preact";
import { render } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { CustomerBlock } from "../../../app/contract/customer-block.ts";

type State = { outcome: "loading" } | { outcome: "failed" } | CustomerBlock;

const TIMEOUT_MS = 10_000;

// The target's contract: one default export that draws.
export default async function drawBlock() {
  render(<Block />, document.body);
}

/** Points, stage and why of the customer whose page is open. Every sentence comes from the app. */
function Block() {
  const { i18n } = shopify;
  const [state, setState] = useState<State>({ outcome: "loading" });
  const load = useCallback(() => {
    setState({ outcome: "loading" });
    void ask(shopify.data.selected[0]?.id ?? "").then(setState, () => setState({ outcome: "failed" }));
  }, []);
  useEffect(load, [load]);
  return (
    <s-admin-block heading={i18n.translate("heading")} collapsedSummary={state.outcome === "known" ? (state.points ?? state.stage) : ""}>
      <Lines state={state} onRetry={load} />
    </s-admin-block>
  );
}

function Lines({ state, onRetry }: { state: State; onRetry: () => void }) {
  const { i18n } = shopify;
  switch (state.outcome) {
    case "loading":
      return <s-spinner accessibilityLabel={i18n.translate("loading")} />;
    case "failed":
      return (
        <s-stack gap="base">
          <s-text>{i18n.translate("failed")}</s-text>
          <s-button onClick={onRetry}>{i18n.translate("retry")}</s-button>
        </s-stack>
      );
    case "unknown":
      return <s-text>{i18n.translate("unknown")}</s-text>;
    case "known":
      return (
        <s-stack gap="base">
          <s-text type="strong">{state.points ?? i18n.translate("noProgram")}</s-text>
          <s-text>{state.stage}</s-text>
          {state.why !== null && <s-text color="subdued">{state.why}</s-text>}
          <s-link href={state.link}>{i18n.translate("open")}</s-link>
        </s-stack>
      );
  }
}

/** The admin resolves the address against the app's own and adds its id token. */
async function ask(customer: string): Promise<CustomerBlock> {
  const answer = await fetch(`/blocks/customer-points?customer=${encodeURIComponent(customer)}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`the app answered ${answer.status}`);
  return (await answer.json()) as CustomerBlock;
}
