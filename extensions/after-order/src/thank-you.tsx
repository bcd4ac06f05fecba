import "@shopify/ui-extensions/preact";
import { render } from "preact";
import { useOrder } from "../../shared/use-order.ts";
import { pointsText, summaryIn } from "../../shared/summary.ts";
import { OrderLines } from "./order-lines.tsx";

// The target's contract: one default export that draws.
export default async function drawThankYou() {
  render(<ThankYou />, document.body);
}

/** What the order just placed brings. A customer whom Shopify knows sees the balance before the app has answered. */
function ThankYou() {
  const { i18n, orderConfirmation, checkoutToken, localization, sessionToken, appMetafields } = shopify;
  const locale = localization.language.value.isoCode;
  const { view, again } = useOrder(
    { orderId: orderConfirmation.value.order.id, checkoutToken: checkoutToken.value ?? null, locale, surface: "thank_you" },
    () => sessionToken.get(),
  );
  const summary = summaryIn(appMetafields.value);
  return (
    <OrderLines
      view={view}
      translate={(key) => i18n.translate(key)}
      onRetry={again}
      before={summary && <s-paragraph>{i18n.translate("youHave", { points: pointsText(summary.available, summary, locale) })}</s-paragraph>}
      claim={({ signInUrl }) => <s-button href={signInUrl}>{i18n.translate("signIn")}</s-button>}
    />
  );
}
