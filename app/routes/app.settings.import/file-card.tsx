import { Banner, BlockStack, Button, Card, ChoiceList, DropZone, InlineStack, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { Formats } from "#app/ui/formats.ts";
import type { FilePurpose } from "./import-form.ts";
import type { CheckFile } from "./send-file.ts";

type Props = { formats: Formats; refusal: string | undefined; isChecking: boolean; onCheck: (file: CheckFile) => void };

const purposesOf = (points: string): { value: FilePurpose; label: string; helpText: string }[] => [
  { value: "add_balances", label: "Add balances", helpText: `Each line adds its ${points} to what the customer has. One below zero is a debt, which is taken where your program makes one of spent ${points} after a refund. For moving in from another program.` },
  { value: "set_balances", label: "Set balances", helpText: "Each line brings what the customer can spend to its number, up or down." },
  { value: "adjust", label: "Adjust", helpText: `Each line adds ${points}, or takes them when there is a minus in front.` },
  { value: "tiers", label: "Tiers", helpText: "Each line puts a customer into a tier of your program, with the columns email (or customer_id) and vip_tier, and until where it ends on a day." },
  { value: "orders", label: "Orders", helpText: "Orders from before what Shopify shows us: in Shopify’s admin choose Orders, Export, CSV, and take that file as it is. Orders that we know are not doubled. Orders can’t be taken back." },
];

/** Which file, what it does and why: the first step, which moves nothing. */
export function FileCard({ formats: { pointsTitle, pointsName: { other: points } }, refusal, isChecking, onCheck }: Props) {
  const [purpose, setPurpose] = useState<FilePurpose>("add_balances");
  const [file, setFile] = useState<File>();
  const [reason, setReason] = useState("");
  const [complaint, setComplaint] = useState<string>();
  const needsReason = purpose !== "orders" && purpose !== "tiers";
  const check = () => {
    if (!file) return setComplaint("Choose a file first.");
    if (needsReason && reason.trim() === "") return setComplaint(`Say why these ${points} are moved. It stands beside each entry.`);
    setComplaint(undefined);
    onCheck({ purpose, file, reason });
  };
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Bring {points}, tiers or orders in
          </Text>
          <Text as="p" tone="subdued">
            {pointsTitle} come in a CSV file with the columns email (or customer_id) and points, and expires_on where they end. Smile’s files of points and of tiers have the right columns.
          </Text>
        </BlockStack>
        {(complaint ?? refusal) && (
          <Banner tone="critical">
            <p>{complaint ?? refusal}</p>
          </Banner>
        )}
        <ChoiceList title="What the file does" choices={purposesOf(points)} selected={[purpose]} onChange={([chosen]) => setPurpose(chosen as FilePurpose)} />
        <DropZone label="File" accept=".csv,text/csv,text/plain" type="file" allowMultiple={false} onDropAccepted={([dropped]) => setFile(dropped)}>
          {file ? (
            <InlineStack align="center" blockAlign="center">
              <Text as="p">{file.name}</Text>
            </InlineStack>
          ) : (
            <DropZone.FileUpload actionTitle="Choose a file" actionHint={purpose === "orders" ? "CSV, of any size" : "CSV, at most 200,000 lines"} />
          )}
        </DropZone>
        {needsReason && <TextField label="Reason" value={reason} onChange={setReason} autoComplete="off" maxLength={500} helpText="For example “Moved from our former program”." />}
        <InlineStack align="end">
          <Button variant="primary" loading={isChecking} onClick={check}>
            Check the file
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
