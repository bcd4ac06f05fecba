import { Banner, BlockStack, Text } from "@shopify/polaris";
import type { StandingExclusion } from "#app/queries/member-exclusion.server.ts";
import type { Formats } from "#app/ui/formats.ts";

/** Where the reason stands. */
export const EXCLUSION_ID = "customer-exclusion";

/** Why this customer earns nothing, what that means, and the way back. */
export function ExclusionBanner({ exclusion: { kind, from, reason, by }, formats, onInclude }: { exclusion: StandingExclusion; formats: Formats; onInclude: () => void }) {
  const why = kind === "blocked" ? "Blocked from earning" : "Left out of earning as staff";
  return (
    <Banner tone="warning" title={`${why} since ${formats.day(from)}`} action={{ content: "Let earn again", onAction: onInclude }}>
      <BlockStack gap="100">
        <Text as="p" id={EXCLUSION_ID}>
          Reason, by {by}: {reason}
        </Text>
        <Text as="p">Orders placed since then earn nothing. What was there before stays and can be spent.</Text>
      </BlockStack>
    </Banner>
  );
}
