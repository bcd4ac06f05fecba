import { Banner, BlockStack, Button, Card, ChoiceList, DropZone, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { FilePurpose } from "./import-form.ts";

export type CheckFile = { purpose: FilePurpose; fileName: string; reason: string; text: string };

type Props = { refusal: string | undefined; isChecking: boolean; onCheck: (file: CheckFile) => void };

const PURPOSES: { value: FilePurpose; label: string; helpText: string }[] = [
  { value: "add_balances", label: "Add balances", helpText: "Each line adds its points to what the customer has. For moving in from another program." },
  { value: "set_balances", label: "Set balances", helpText: "Each line brings what the customer can spend to its number, up or down." },
  { value: "adjust", label: "Adjust", helpText: "Each line adds points, or takes them when there is a minus in front." },
];

/** Which file, what it does and why: the first step, which moves nothing. */
export function FileCard({ refusal, isChecking, onCheck }: Props) {
  const [purpose, setPurpose] = useState<FilePurpose>("add_balances");
  const [file, setFile] = useState<File>();
  const [reason, setReason] = useState("");
  const [complaint, setComplaint] = useState<string>();
  const check = async () => {
    if (!file) return setComplaint("Choose a file first.");
    if (reason.trim() === "") return setComplaint("Say why these points are moved. It stands beside each entry.");
    setComplaint(undefined);
    onCheck({ purpose, fileName: file.name, reason, text: await file.text() });
  };
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Bring points in
          </Text>
          <Text as="p" tone="subdued">
            A CSV file with the columns email (or customer_id) and points, and expires_on where points end. Smile’s file of points has these columns.
          </Text>
        </BlockStack>
        {(complaint ?? refusal) && (
          <Banner tone="critical">
            <p>{complaint ?? refusal}</p>
          </Banner>
        )}
        <ChoiceList title="What the file does" choices={PURPOSES} selected={[purpose]} onChange={([chosen]) => setPurpose(chosen as FilePurpose)} />
        <DropZone label="File" accept=".csv,text/csv,text/plain" type="file" allowMultiple={false} onDropAccepted={([dropped]) => setFile(dropped)}>
          {file ? (
            <InlineStack align="center" blockAlign="center">
              <Text as="p">{file.name}</Text>
            </InlineStack>
          ) : (
            <DropZone.FileUpload actionTitle="Choose a file" actionHint="CSV, at most 200,000 lines" />
          )}
        </DropZone>
        <TextField label="Reason" value={reason} onChange={setReason} autoComplete="off" maxLength={500} helpText="For example “Moved from our former program”." />
        <InlineStack align="end">
          <Button variant="primary" loading={isChecking} onClick={() => void check()}>
            Check the file
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
