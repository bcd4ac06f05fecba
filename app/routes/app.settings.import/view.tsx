import { Badge, BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { ComponentProps } from "react";
import { AppPage } from "#app/ui/app-page.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { ExportCard } from "./export-card.tsx";
import { FileCard } from "./file-card.tsx";
import { STATE_TONES, STATE_WORDS, type ImportState } from "./import-words.ts";
import { OrdersCard } from "./orders-card.tsx";
import { ReportCard } from "./report-card.tsx";
import type { CheckFile } from "./send-file.ts";
import { TiersCard } from "./tiers-card.tsx";

type Props = {
  recent: { id: string; fileName: string; state: ImportState; createdAt: string; createdBy: string }[];
  report: ComponentProps<typeof ReportCard>["report"] | null;
  orders: ComponentProps<typeof OrdersCard>["report"] | null;
  tiers: ComponentProps<typeof TiersCard>["report"] | null;
  isHistoryOpen: boolean;
  refused: ComponentProps<typeof FileCard>["refused"];
  unusedColumns: string[];
  formats: Formats;
  isChecking: boolean;
  isActing: boolean;
  onCheck: (file: CheckFile) => void;
  onStart: (id: string) => void;
  onUndo: (id: string) => void;
};

/** Points, tiers and orders in from a file, checked before anything moves, and everything out again. */
export function ImportView({ recent, report, orders, tiers, isHistoryOpen, refused, isChecking, onCheck, formats, ...acting }: Props) {
  return (
    <AppPage title="Import and export" backAction={{ content: "Settings", url: "/app/settings" }}>
      <BlockStack gap="400">
        {report && <ReportCard key={report.run.id} report={report} formats={formats} {...acting} />}
        {orders && <OrdersCard report={orders} formats={formats} isHistoryOpen={isHistoryOpen} isActing={acting.isActing} onStart={acting.onStart} />}
        {tiers && <TiersCard key={tiers.run.id} report={tiers} formats={formats} isActing={acting.isActing} onStart={acting.onStart} onUndo={acting.onUndo} />}
        <FileCard formats={formats} refused={refused} isChecking={isChecking} onCheck={onCheck} />
        {recent.length > 0 && <RecentCard recent={recent} formats={formats} />}
        <ExportCard formats={formats} />
      </BlockStack>
    </AppPage>
  );
}

function RecentCard({ recent, formats }: Pick<Props, "recent" | "formats">) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Files so far
        </Text>
        <BlockStack as="ul" gap="200">
          {recent.map(({ id, fileName, state, createdAt, createdBy }) => {
            const tone = STATE_TONES[state];
            return (
              <li key={id}>
                <InlineStack gap="200" blockAlign="center">
                  <Link url={`/app/settings/import?id=${id}`}>{fileName}</Link>
                  <Badge {...(tone && { tone })}>{STATE_WORDS[state]}</Badge>
                  <Text as="span" tone="subdued">
                    {formats.dayTime(createdAt)}, {createdBy}
                  </Text>
                </InlineStack>
              </li>
            );
          })}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}
