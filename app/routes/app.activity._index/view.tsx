import { BlockStack, Card, Text } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import { ROWS_AT_ONCE } from "#app/domain/export-request.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import { DownloadError, downloadFile } from "#app/ui/download.ts";
import { EmptyCard } from "#app/ui/empty-card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { focusFirstOf } from "#app/ui/focus-first-of.ts";
import { isFiltered, writeActivityAddress } from "./activity-address.ts";
import { ActivityTable } from "./activity-table.tsx";
import { periodSentence, totalFacts } from "./activity-words.ts";
import { FilterCard } from "./filter-card.tsx";
import type { ActivityProps } from "./props.ts";

const COUNT_ID = "activity-count";

/** What moved, and why? */
export function ActivityView(props: ActivityProps) {
  const { address, page, totals, formats } = props;
  const onFilter = useFocusOnCount(props);
  const period = periodSentence(address, props, formats);
  const [state, setState] = useState<"ready" | "working" | "failed">("ready");
  const entries = totals.reduce((sum, total) => sum + total.entries, 0);
  if (entries === 0 && !isFiltered(address)) {
    return (
      <AppPage title="Activity">
        <EmptyCard heading={`No ${formats.pointsName.other} have moved yet`} words="Every earning, spending and correction appears here, with its reason." />
      </AppPage>
    );
  }
  const search = writeActivityAddress({ ...address, cursor: null });
  const exportNow = async () => {
    if (entries > ROWS_AT_ONCE) return props.onPrepare({ kind: "activity", search });
    setState("working");
    try {
      await downloadFile(`/app/activity/export${search}`, "activity.csv");
      setState("ready");
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      setState("failed");
    }
  };
  return (
    <AppPage title="Activity" secondaryActions={[{ content: state === "working" ? "Exporting…" : `${entries > ROWS_AT_ONCE ? "Prepare a file of" : "Export"} ${formats.counted(entries, "entry", "entries")}`, disabled: entries === 0 || state === "working" || props.isAsking, onAction: () => void exportNow() }]}>
      <BlockStack gap="400">
        {state === "failed" && (
          <Card>
            <Text as="p" tone="critical">
              The file could not be made. Nothing was changed. Try again in a minute.
            </Text>
          </Card>
        )}
        <FilterCard key={JSON.stringify({ ...address, cursor: null })} {...props} onAddress={onFilter} />
        <Card>
          <BlockStack gap="200">
            <div id={COUNT_ID} tabIndex={-1}>
              <Text as="h2" variant="headingMd">
                {formats.counted(entries, "entry", "entries")}
                {isFiltered(address) ? " in this filter" : ""}
              </Text>
              {period && (
                <Text as="p" tone="subdued">
                  {period}
                </Text>
              )}
            </div>
            {totals.length > 0 && <Facts facts={totalFacts(totals, formats)} />}
          </BlockStack>
        </Card>
        <Card padding="0">
          <ActivityTable page={page} formats={formats} isOlder={address.cursor !== null} onCursor={(cursor) => props.onAddress({ ...address, cursor })} />
        </Card>
      </BlockStack>
    </AppPage>
  );
}

/** Asks for another filter, and goes to how much it leaves as soon as that is there: the form begins anew, and what was pressed in it is gone. */
function useFocusOnCount({ address, onAddress }: ActivityProps): ActivityProps["onAddress"] {
  const wanted = useRef<string>();
  const shown = writeActivityAddress(address);
  useEffect(() => {
    if (wanted.current === shown) focusFirstOf([COUNT_ID]);
    wanted.current = undefined;
  }, [shown]);
  return (next) => {
    wanted.current = writeActivityAddress(next);
    onAddress(next);
  };
}
