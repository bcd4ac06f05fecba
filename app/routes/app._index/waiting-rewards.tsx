import { Box, Link } from "@shopify/polaris";
import type { UnclearRewards } from "#app/queries/unclear-redemptions.server.ts";
import type { Formats } from "#app/ui/formats.ts";
import type { Card } from "./card.ts";

/** Leads to the customer whose reward waits longest for the merchant's word; nothing where none does. */
export function WaitingRewards({ waiting, formats }: { waiting: Card<UnclearRewards>; formats: Formats }) {
  if (waiting.outcome === "failed" || waiting.value.customerId === null) return null;
  const { count, customerId } = waiting.value;
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <Link url={`/app/customers/${customerId}`}>{formats.counted(count, "reward waits", "rewards wait")} for your answer</Link>
    </Box>
  );
}
