import { Badge, Banner, BlockStack, Card, InlineStack, Link, type PageProps, Text } from "@shopify/polaris";
import { ExternalIcon } from "@shopify/polaris-icons";
import type { CustomerSummary } from "#app/contract/customers.ts";
import { type StageReason, stageReasonSentence } from "#app/domain/scoring/stage-reason.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { customerName } from "#app/ui/customer-name.ts";
import type { Formats } from "#app/ui/formats.ts";
import { StageBadge } from "#app/ui/stage-badge.tsx";
import { STAGE_NAMES } from "#app/ui/stage-names.ts";
import "./customer.css";
import { ExclusionBanner } from "./exclusion-banner.tsx";
import { CustomerCard, OrdersCard } from "./fact-cards.tsx";
import { HistoryCard } from "./history-card.tsx";
import { PointsCard } from "./points-card.tsx";
import { RewardsCard } from "./rewards-card.tsx";
import type { CustomerProps } from "./props.ts";

const back = { content: "Customers", url: "/app/customers" };

/** Who is this, and why this stage? */
export function CustomerView(props: CustomerProps) {
  const { summary, points, rewards, tier, exclusion, formats, onDialog } = props;
  return (
    <AppPage
      title={summary.redactedAt ? `Customer ${summary.id}` : customerName(summary)}
      titleMetadata={
        <InlineStack gap="200">
          <StageBadge stage={summary.stage} />
          {exclusion && <Badge tone="critical">{exclusion.kind === "blocked" ? "Blocked" : "Staff"}</Badge>}
        </InlineStack>
      }
      backAction={back}
      {...actionsOf(props)}
    >
      <BlockStack gap="400">
        {exclusion && !summary.redactedAt && <ExclusionBanner exclusion={exclusion} formats={formats} onInclude={() => onDialog({ kind: "include" })} />}
        {summary.redactedAt && (
          <Banner>
            <Text as="p">Personal data was erased on {formats.day(summary.redactedAt)}. The sums stay.</Text>
          </Banner>
        )}
        <div className="customer">
          <div className="customer__points">
            <BlockStack gap="400">
              <PointsCard points={points} tier={tier} formats={formats} />
              {rewards.redemptions.length > 0 && <RewardsCard redemptions={rewards.redemptions} formats={formats} onCancel={(redemption) => onDialog({ kind: "cancel", redemption })} onVouch={(redemption) => onDialog({ kind: "vouch", redemption })} />}
            </BlockStack>
          </div>
          <div className="customer__story">
            <BlockStack gap="400">
              <WhyCard summary={summary} formats={formats} />
              <HistoryCard {...props} />
            </BlockStack>
          </div>
          <div className="customer__facts">
            <BlockStack gap="400">
              <OrdersCard summary={summary} formats={formats} />
              <CustomerCard summary={summary} formats={formats} />
            </BlockStack>
          </div>
        </div>
      </BlockStack>
    </AppPage>
  );
}

/** One thing to do in front; the rest beside it, and in a menu what is rarely wanted. Someone who was erased can only be looked up. */
function actionsOf({ summary, exclusion, formats, onDialog }: CustomerProps): Pick<PageProps, "primaryAction" | "secondaryActions" | "actionGroups"> {
  const open = { content: "Open in Shopify", icon: ExternalIcon, url: `shopify://admin/customers/${summary.id}`, target: "_top" } as const;
  if (summary.redactedAt) return { secondaryActions: [open] };
  const exclude = exclusion ? { content: "Let earn again", onAction: () => onDialog({ kind: "include" }) } : { content: "Block from earning", onAction: () => onDialog({ kind: "exclude" }) };
  return {
    primaryAction: { content: `Adjust ${formats.pointsName.other}`, onAction: () => onDialog({ kind: "adjust" }) },
    secondaryActions: [
      { content: "Redeem", onAction: () => onDialog({ kind: "redeem" }) },
      { content: "View as customer", url: `/app/customers/${summary.id}/preview` },
    ],
    actionGroups: [{ title: "Manage", actions: [exclude, open] }],
  };
}

/** In the viewer's own way of writing days, as the rest of the page. */
function stageWords({ stageReason, stageSince, stageOrderName, stageSentence }: CustomerSummary, formats: Formats): string {
  if (!stageReason) return stageSentence ?? "This customer is being counted. The reason appears in a moment.";
  return stageReasonSentence(stageReason as StageReason, { ...(stageSince && { since: formats.day(stageSince) }), ...(stageOrderName && { orderName: stageOrderName }) });
}

function WhyCard({ summary, formats }: { summary: CustomerSummary; formats: Formats }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Why {STAGE_NAMES[summary.stage]}
        </Text>
        <Text as="p">{stageWords(summary, formats)}</Text>
      </BlockStack>
    </Card>
  );
}

/** An id that this shop does not have, or no longer. */
export function UnknownCustomerView() {
  return (
    <AppPage title="Customer not found" backAction={back}>
      <Card>
        <BlockStack gap="200">
          <Text as="p">This customer does not exist in your shop, or was deleted.</Text>
          <Text as="p">
            <Link url="/app/customers">See all customers</Link>
          </Text>
        </BlockStack>
      </Card>
    </AppPage>
  );
}
