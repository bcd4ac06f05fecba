import type { OwnCode } from "../../../app/contract/checkout-api.ts";

/** What the customer has: codes to copy or to use at once, and store credit. */
export function OwnCodes({ codes }: { codes: OwnCode[] }) {
  const { i18n } = shopify;
  if (codes.length === 0) return null;
  return (
    <s-section heading={i18n.translate("codes")}>
      <s-stack gap="large">
        {codes.map((code) => (
          <Code key={code.id} {...code} />
        ))}
      </s-stack>
    </s-section>
  );
}

export const clipboardIdOf = ({ id }: OwnCode): string => `code-${id}`;

/** One code with what it gives and needs. One that is being made, was used or has ended says so. `isCopiedBeside`: the button that copies it stands elsewhere. */
export function Code({ isCopiedBeside = false, ...ownCode }: OwnCode & { isCopiedBeside?: boolean }) {
  const { i18n } = shopify;
  const { state, code, useUrl, name, sentence, standing, terms } = ownCode;
  const clipboardId = clipboardIdOf(ownCode);
  return (
    <s-stack gap="small">
      {name !== null && <s-text type="strong">{name}</s-text>}
      <s-text>{sentence}</s-text>
      {code !== null && <s-text type={state === "ready" ? "strong" : "redundant"}>{code}</s-text>}
      {state === "ready" && code !== null && (
        <>
          <s-clipboard-item id={clipboardId} text={code} />
          <s-stack direction="inline" gap="base" alignItems="center">
            {!isCopiedBeside && (
              <s-button command="--copy" commandFor={clipboardId} accessibilityLabel={i18n.translate("copyCode", { code })}>
                {i18n.translate("copy")}
              </s-button>
            )}
            {useUrl !== null && <s-link href={useUrl}>{i18n.translate("use")}</s-link>}
          </s-stack>
        </>
      )}
      <s-text color="subdued">{state === "ready" ? terms : (standing ?? i18n.translate(state))}</s-text>
    </s-stack>
  );
}
