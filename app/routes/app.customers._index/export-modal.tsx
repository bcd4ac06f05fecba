import { Modal, TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Box, Text } from "@shopify/polaris";
import { useState } from "react";
import { EXPORT_DAYS, ROWS_AT_ONCE } from "#app/domain/export-request.ts";
import { downloadFile } from "#app/ui/download.ts";
import type { Formats } from "#app/ui/formats.ts";
import { STAGE_NAMES } from "#app/ui/stage-names.ts";
import type { ExportForm } from "../app.exports._index/export-form.ts";
import type { ListAddress } from "./list-address.ts";

type Props = {
  address: ListAddress;
  found: number;
  formats: Formats;
  /** Asks for a file that is too long to be waited for. */
  onPrepare: (form: ExportForm) => void;
  isAsking: boolean;
  onClose: () => void;
};

/** Says what the file will hold before it is made. */
export function ExportModal({ address, found, formats, onPrepare, isAsking, onClose }: Props) {
  const [state, setState] = useState<"asking" | "working" | "failed">("asking");
  const isLong = found > ROWS_AT_ONCE;
  const exportNow = async () => {
    setState("working");
    try {
      await downloadFile(`/app/customers/export?${filterOf(address)}`, "customers.csv");
      shopify.toast.show("Customers exported");
      onClose();
    } catch {
      setState("failed");
    }
  };
  return (
    <Modal id="export-customers" open onHide={onClose}>
      <Box padding="400">
        <BlockStack gap="300">
          <Text as="p">
            {formats.counted(found, "customer", "customers")}
            {address.stage ? ` in ${STAGE_NAMES[address.stage]}` : ""}
            {address.query ? ` matching ‘${address.query}’` : ""}, one line each, as a CSV file for spreadsheets.
          </Text>
          <Text as="p">Columns: customer id, e-mail, names, stage and since when, orders, first and last order, amount spent and currency, points that can be spent or wait, points on their way, and tier; these three are empty without a program.</Text>
          <Text as="p" tone="subdued">
            Text that a spreadsheet would run as a formula gets an apostrophe in front.
          </Text>
          {isLong && (
            <Text as="p">
              The file takes a while. We prepare it, and the download appears under Exports, where it is kept for {formats.days(EXPORT_DAYS)}.
            </Text>
          )}
          {state === "failed" && (
            <Text as="p" tone="critical">
              The file could not be made. Nothing was changed. Try again in a minute.
            </Text>
          )}
        </BlockStack>
      </Box>
      <TitleBar title="Export customers">
        {isLong ? (
          <button variant="primary" onClick={() => onPrepare({ kind: "customers", search: filterOf(address) })} disabled={isAsking}>
            Prepare the file
          </button>
        ) : (
          <button variant="primary" onClick={() => void exportNow()} disabled={state === "working"}>
            {state === "working" ? "Exporting…" : "Export"}
          </button>
        )}
        <button onClick={onClose}>Cancel</button>
      </TitleBar>
    </Modal>
  );
}

function filterOf({ stage, query }: ListAddress): string {
  return new URLSearchParams({ ...(stage && { stage }), ...(query && { query }) }).toString();
}
