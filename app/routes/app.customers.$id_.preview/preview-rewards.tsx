import { BlockStack, Text } from "@shopify/polaris";
import type { OwnCode } from "#app/contract/checkout-api.ts";
import { PAGE_WORDS } from "./preview-words.ts";
import type { PreviewedMember } from "./props.ts";

/** What points can be spent on. What is out of reach says how far. */
export function PreviewRewards({ rewards, isPaused }: Pick<PreviewedMember, "rewards" | "isPaused">) {
  if (rewards.length === 0) return null;
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingMd">
        {PAGE_WORDS.rewards}
      </Text>
      <ul className="preview__list">
        {rewards.map(({ rewardId, name, detail, cost, terms, confirm }) => (
          <li key={rewardId}>
            <Text as="p" fontWeight="semibold">
              {name}
            </Text>
            {detail !== null && <Text as="p">{detail}</Text>}
            <Text as="p">{cost}</Text>
            <Text as="p" tone="subdued">
              {terms}
            </Text>
            {confirm !== null && !isPaused && <span className="preview__act">{PAGE_WORDS.redeem}</span>}
          </li>
        ))}
      </ul>
    </BlockStack>
  );
}

/** The customer's codes; one that is being made, was used or has ended says so. */
export function PreviewCodes({ codes }: { codes: OwnCode[] }) {
  if (codes.length === 0) return null;
  return (
    <BlockStack gap="300">
      <Text as="h3" variant="headingMd">
        {PAGE_WORDS.codes}
      </Text>
      <ul className="preview__list">
        {codes.map(({ id, state, code, name, sentence, standing, terms }) => (
          <li key={id}>
            {name !== null && (
              <Text as="p" fontWeight="semibold">
                {name}
              </Text>
            )}
            <Text as="p">{sentence}</Text>
            {code !== null && (
              <Text as="p" {...(state === "ready" && { fontWeight: "semibold" })}>
                {code}
              </Text>
            )}
            <Text as="p" tone="subdued">
              {state === "ready" ? terms : (standing ?? PAGE_WORDS[state])}
            </Text>
          </li>
        ))}
      </ul>
    </BlockStack>
  );
}
