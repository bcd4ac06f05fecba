import { BlockStack, Box, Button, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import { useId, useState } from "react";
import { EXPORT_DAYS, ROWS_AT_ONCE } from "#app/domain/export-request.ts";
import type { PreparedExport } from "#app/queries/exports.server.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { downloadFile } from "#app/ui/download.ts";
import { EmptyCard } from "#app/ui/empty-card.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { exportTitle } from "./export-words.ts";

/** Which long files were asked for, and which are ready? */
export function ExportsView({ files, formats }: { files: PreparedExport[]; formats: Formats }) {
  return (
    <AppPage title="Exports" backAction={{ content: "Settings", url: "/app/settings" }}>
      {files.length === 0 ? (
        <EmptyCard heading="No file is prepared" words={`Customers and Activity send files of up to ${formats.whole(ROWS_AT_ONCE)} rows at once. Longer ones are prepared, and appear here.`} />
      ) : (
        <BlockStack gap="400">
          <Box paddingInline={{ xs: "400", sm: "0" }}>
            <Text as="p">Files are deleted after {formats.days(EXPORT_DAYS)}, and sooner when Shopify asks us to erase a customer: ask for them again then.</Text>
          </Box>
          {files.map((file) => (
            <FileCard key={file.id} file={file} formats={formats} />
          ))}
        </BlockStack>
      )}
    </AppPage>
  );
}

function FileCard({ file: { id, request, state, rowsTotal, rowsDone, createdAt, createdBy, keptUntil }, formats }: { file: PreparedExport; formats: Formats }) {
  const titleId = useId();
  const [download, setDownload] = useState<"ready" | "working" | "failed">("ready");
  const title = exportTitle(request, formats);
  const save = async () => {
    setDownload("working");
    setDownload(await downloadFile(`/app/exports/${id}`, `${request.kind}.csv`).then(() => "ready" as const, () => "failed" as const));
  };
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd" id={titleId} breakWord>
          {title}
        </Text>
        <Text as="p" tone="subdued">
          Asked for {formats.dayTime(createdAt)} by {createdBy}. Deleted on {formats.day(keptUntil)}.
        </Text>
        {state === "preparing" ? (
          <>
            <ProgressBar size="small" progress={rowsTotal === 0 ? 0 : Math.min(100, Math.max(0, (100 * rowsDone) / rowsTotal))} ariaLabelledBy={titleId} />
            <Text as="p">
              We are preparing {formats.counted(rowsTotal, "row", "rows")}: {formats.whole(rowsDone)} done. The download appears here. You can leave this page.
            </Text>
          </>
        ) : (
          <InlineStack gap="300" blockAlign="center">
            <Button accessibilityLabel={`Download ${title}`} loading={download === "working"} onClick={() => void save()}>
              Download
            </Button>
            <Text as="p">{formats.counted(rowsTotal, "row", "rows")}, CSV</Text>
          </InlineStack>
        )}
        <div role="status">
          {download === "failed" && (
            <Text as="p" tone="critical">
              The file could not be sent. Load this page again: if the file is gone, ask for it anew.
            </Text>
          )}
        </div>
      </BlockStack>
    </Card>
  );
}
