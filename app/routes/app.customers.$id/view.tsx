import { Banner, BlockStack, Card, Link, Text } from "@shopify/polaris";
import { ExternalIcon } from "@shopify/polaris-icons";
import type { CustomerSummary } from "#app/contract/customers.ts";
import type { CustomerPoints } from "#app/queries/customer-points.server.ts";
import type { Timeline } from "#app/contract/timeline.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { customerName } from "#app/ui/customer-name.ts";
import type { Formats } from "#app/ui/formats.ts";
import { StageBadge } from "#app/ui/stage-badge.tsx";
import { STAGE_NAMES } from "#app/ui/stage-names.ts";
import type { AdjustForm } from "./adjust-form.ts";
import { type AdjustAnswer, AdjustModal } from "./adjust-modal.tsx";
import "./customer.css";
import { CustomerCard, OrdersCard } from "./fact-cards.tsx";
import type { HistoryFilter } from "./history-filter.ts";
import { HistoryCard } from "./history-card.tsx";
import { PointsCard } from "./points-card.tsx";

export type CustomerProps = {
  summary: CustomerSummary;
  points: CustomerPoints;
  timeline: Timeline;
  filter: HistoryFilter;
  /** Whether the history shows a page after the newest one. */
  isOlder: boolean;
  formats: Formats;
  /** Set while points are being adjusted by hand. */
  adjustment: { answer: AdjustAnswer; isSending: boolean } | undefined;
  onAdjustOpen: (isOpen: boolean) => void;
  onAdjust: (form: AdjustForm) => void;
  onFilter: (filter: HistoryFilter) => void;
  onOlder: (cursor: string) => void;
  onNewest: () => void;
};

const back = { content: "Customers", url: "/app/customers" };

/** Who is this, and why this stage? */
export function CustomerView(props: CustomerProps) {
  const { summary, points, formats, adjustment } = props;
  return (
    <AppPage
      title={summary.redactedAt ? `Customer ${summary.id}` : customerName(summary)}
      titleMetadata={<StageBadge stage={summary.stage} />}
      backAction={back}
      {...(!summary.redactedAt && { primaryAction: { content: "Adjust points", onAction: () => props.onAdjustOpen(true) } })}
      secondaryActions={[{ content: "Open in Shopify", icon: ExternalIcon, url: `shopify://admin/customers/${summary.id}`, target: "_top" }]}
    >
      <BlockStack gap="400">
        {summary.redactedAt && (
          <Banner>
            <Text as="p">Personal data was erased on {formats.day(summary.redactedAt)}. The sums stay.</Text>
          </Banner>
        )}
        <div className="customer">
          <div className="customer__points">
            <PointsCard points={points} formats={formats} />
          </div>
          <div className="customer__story">
            <BlockStack gap="400">
              <WhyCard summary={summary} />
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
      {adjustment && <AdjustModal points={points} formats={formats} {...adjustment} onAdjust={props.onAdjust} onClose={() => props.onAdjustOpen(false)} />}
    </AppPage>
  );
}

function WhyCard({ summary }: { summary: CustomerSummary }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Why {STAGE_NAMES[summary.stage]}
        </Text>
        <Text as="p">{summary.stageSentence ?? "This customer is being counted. The reason appears in a moment."}</Text>
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
