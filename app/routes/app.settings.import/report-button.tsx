import { Button, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { downloadFile } from "#app/ui/download.ts";

/** Hands out the whole report of a file, a line for each line. */
export function ReportButton({ id }: { id: string }) {
  const [hasFailed, setFailed] = useState(false);
  const save = async () => {
    setFailed(false);
    await downloadFile(`/app/settings/import/report?id=${id}`, "report.csv").catch(() => setFailed(true));
  };
  return (
    <InlineStack gap="200" blockAlign="center">
      <Button onClick={() => void save()}>Report, line by line</Button>
      {hasFailed && (
        <Text as="span" tone="critical">
          The report could not be made. Try again in a minute.
        </Text>
      )}
    </InlineStack>
  );
}
