import "@shopify/ui-extensions/preact";
import { render } from "preact";
import { useState } from "preact/hooks";
import type { OffersAnswer } from "../../../app/contract/checkout-api.ts";
import { ask } from "../../shared/ask.ts";
import { useOrder } from "../../shared/use-order.ts";
import { pointsText, summaryIn } from "../../shared/summary.ts";
import { OrderLines } from "./order-lines.tsx";

// The target's contract: one default export that draws.
export default async function drawOrderStatus() {
  render(<OrderStatus />, document.body);
}

/** The same on the order's page: claimed by signing in, and with a way to want no offers. */
function OrderStatus() {
  const { i18n, order, checkoutToken, localization, sessionToken, appMetafields, authenticationState, requireLogin } = shopify;
  const locale = localization.language.value.isoCode;
  const named = { orderId: order.value?.id ?? "", checkoutToken: checkoutToken.value ?? null, locale };
  const getToken = () => sessionToken.get();
  const { view, again, show } = useOrder({ ...named, surface: "order_status" }, getToken);
  const isSignedIn = authenticationState.value === "fully_authenticated";
  const summary = isSignedIn ? summaryIn(appMetafields.value) : undefined;
  // Whoever closes the prompt stays signed out, and finds the button where it was.
  const claim = async () => {
    await requireLogin().catch(() => undefined);
    again();
  };
  return (
    <OrderLines
      view={view}
      translate={(key) => i18n.translate(key)}
      onRetry={again}
      before={summary && <s-paragraph>{i18n.translate("youHave", { points: pointsText(summary.available, summary, locale) })}</s-paragraph>}
      claim={() => <s-button onClick={() => void claim()}>{i18n.translate("claim")}</s-button>}
    >
      {view.state === "known" && view.offersDeclined !== null && (
        <Offers
          isDeclined={view.offersDeclined}
          want={(wanted) => ask<OffersAnswer>("offers", { ...named, wanted }, getToken)}
          onSaved={(offersDeclined) => {
            show({ offersDeclined });
            if (!offersDeclined) again();
          }}
        />
      )}
    </OrderLines>
  );
}

interface OffersProps {
  isDeclined: boolean;
  want: (wanted: boolean) => Promise<OffersAnswer>;
  onSaved: (isDeclined: boolean) => void;
}

/** "This was a one-off; no offers, please", and its undoing. */
function Offers({ isDeclined, want, onSaved }: OffersProps) {
  const { i18n } = shopify;
  const [said, setSaid] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const say = async (wanted: boolean) => {
    if (isAsking) return;
    setIsAsking(true);
    const answer = await want(wanted).catch(() => undefined);
    setIsAsking(false);
    setSaid(answer?.state === "saved" ? answer.sentence : i18n.translate("notSaved"));
    if (answer?.state === "saved") onSaved(answer.offersDeclined);
  };
  return (
    <>
      {said !== null && <s-paragraph>{said}</s-paragraph>}
      <s-link onClick={() => void say(isDeclined)}>{i18n.translate(isDeclined ? "undo" : "noOffers")}</s-link>
    </>
  );
}
