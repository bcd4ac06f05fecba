import type { ComponentChildren } from "preact";
import type { KnownOrder, OrderOffer } from "../../../app/contract/checkout-api.ts";
import type { OrderView } from "../../shared/use-order.ts";

/** Words of the block's own, by their key in locales/. */
export type Translate = (key: string) => string;

interface Lines {
  view: OrderView;
  translate: Translate;
  onRetry: () => void;
  /** How the points of somebody who has not signed in yet are claimed here. */
  claim: (account: Extract<KnownOrder["account"], { state: "unclaimed" }>) => ComponentChildren;
  /** What a known order shows at the end. */
  children?: ComponentChildren;
  /** What can be said before the app has answered. */
  before?: ComponentChildren;
}

/** What an order brings, in the order of experience: points first, the offer second, the action last. */
export function OrderLines({ view, translate, onRetry, claim, children, before }: Lines) {
  if (view.state === "off") return null;
  return (
    <s-section heading={translate("heading")}>
      <s-stack gap="base">
        <Answer view={view} translate={translate} onRetry={onRetry} claim={claim} before={before} />
        {view.state === "known" && children}
      </s-stack>
    </s-section>
  );
}

function Answer({ view, translate, onRetry, claim, before }: Lines) {
  switch (view.state) {
    case "loading":
      return before ?? <Skeleton />;
    case "waiting":
      return <s-paragraph>{translate("waiting")}</s-paragraph>;
    case "given_up":
      return <s-paragraph>{translate("givenUp")}</s-paragraph>;
    case "failed":
      return (
        <>
          <s-paragraph>{translate("failed")}</s-paragraph>
          <s-button onClick={onRetry}>{translate("retry")}</s-button>
        </>
      );
    case "known":
      return (
        <>
          <s-paragraph>{view.earns.sentence}</s-paragraph>
          {view.balance && <s-paragraph>{view.balance.sentence}</s-paragraph>}
          {view.account.state === "unclaimed" && (
            <>
              <s-paragraph>{view.account.sentence}</s-paragraph>
              {claim(view.account)}
            </>
          )}
          {view.nextOrder !== null && <s-paragraph>{view.nextOrder}</s-paragraph>}
          {view.offer && <Offer offer={view.offer} translate={translate} />}
        </>
      );
    case "off":
      return null;
  }
}

const Skeleton = () => (
  <>
    <s-skeleton-paragraph />
    <s-skeleton-paragraph />
    <s-skeleton-paragraph />
  </>
);

const CODE_ID = "thrice-code";

function Offer({ offer, translate }: { offer: OrderOffer; translate: Translate }) {
  if (offer.state === "making") return <s-paragraph color="subdued">{translate("making")}</s-paragraph>;
  if (offer.state === "used") return <s-paragraph>{offer.sentence} <s-text type="redundant">{offer.code}</s-text></s-paragraph>;
  return (
    <>
      <s-stack direction="inline" gap="small-300">
        <s-text>{offer.sentence}:</s-text>
        <s-text type="strong">{offer.code}</s-text>
      </s-stack>
      <s-clipboard-item id={CODE_ID} text={offer.code} />
      <s-stack direction="inline" gap="base" alignItems="center">
        <s-button command="--copy" commandFor={CODE_ID}>{translate("copy")}</s-button>
        <s-link href={offer.useUrl}>{translate("use")}</s-link>
      </s-stack>
      <s-paragraph color="subdued">{offer.terms}</s-paragraph>
    </>
  );
}
