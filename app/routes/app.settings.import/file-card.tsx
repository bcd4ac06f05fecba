import { BlockStack, Button, Card, ChoiceList, DropZone, InlineError, InlineStack, Text, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import { focusFirstOf } from "#app/ui/focus-first-of.ts";
import type { Formats } from "#app/ui/formats.ts";
import type { FilePurpose } from "./import-form.ts";
import type { CheckFile } from "./send-file.ts";

/** `refused` is the last file that was refused, and why. */
type Props = { formats: Formats; refused: { message: string } | undefined; isChecking: boolean; onCheck: (file: CheckFile) => void };

const purposesOf = (points: string): { value: FilePurpose; label: string; helpText: string }[] => [
  { value: "add_balances", label: "Add balances", helpText: `Each line adds its ${points} to what the customer has. A minus is taken only if your program lets balances go below zero. For moving in from another program.` },
  { value: "set_balances", label: "Set balances", helpText: "Each line brings what the customer can spend to its number, up or down." },
  { value: "adjust", label: "Adjust", helpText: `Each line adds ${points}, or takes them when there is a minus in front.` },
  { value: "tiers", label: "Tiers", helpText: "Each line puts a customer into a tier of your program, with the columns email (or customer_id) and vip_tier, and until where it ends on a day." },
  { value: "orders", label: "Orders", helpText: "Orders from before what Shopify shows us: in Shopify’s admin choose Orders, Export, CSV, and take that file as it is. Orders that we know are not doubled. Orders can’t be taken back." },
];

const FILE_ID = "import-file";
const REASON_ID = "import-reason";
const FILE_FAULT_ID = `${FILE_ID}Fault`;

/** What has to be put right before the file is checked, one thing at a time. */
type Fault = { at: "file" | "reason"; message: string };

/** Which file, what it does and why: the first step, which moves nothing. */
export function FileCard({ formats: { pointsTitle, pointsName: { other: points } }, refused, isChecking, onCheck }: Props) {
  const [purpose, setPurpose] = useState<FilePurpose>("add_balances");
  const [file, setFile] = useState<File>();
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<Fault>();
  const needsReason = purpose !== "orders" && purpose !== "tiers";
  const check = () => {
    if (!file) return setFault({ at: "file", message: "Choose a file first." });
    if (needsReason && reason.trim() === "") return setFault({ at: "reason", message: `Say why these ${points} are moved. It stands beside each entry.` });
    setFault(undefined);
    onCheck({ purpose, file, reason });
  };
  useEffect(() => {
    if (refused) setFault({ at: "file", message: refused.message });
  }, [refused]);
  // The button stands below the fields, on a narrow screen out of their sight: what is wrong takes the focus, and is seen and read.
  useEffect(() => {
    if (fault) focusFirstOf([fault.at === "file" ? FILE_FAULT_ID : REASON_ID]);
  }, [fault]);
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
        <ChoiceList title="What the file does" choices={purposesOf(points)} selected={[purpose]} onChange={([chosen]) => setPurpose(chosen as FilePurpose)} />
        <BlockStack gap="200">
          <DropZone
            id={FILE_ID}
            label="File"
            accept=".csv,text/csv,text/plain"
            type="file"
            allowMultiple={false}
            error={fault?.at === "file"}
            onDropAccepted={([dropped]) => {
              setFile(dropped);
              setFault(undefined);
            }}
            onDropRejected={() => setFault({ at: "file", message: "This is not a CSV file. Save the sheet as CSV and choose that file." })}
          >
            {file ? (
              <InlineStack align="center" blockAlign="center">
                <Text as="p" breakWord>
                  {file.name}
                </Text>
              </InlineStack>
            ) : (
              <DropZone.FileUpload actionTitle="Choose a file" actionHint={purpose === "orders" ? "CSV, of any size" : "CSV, at most 200,000 lines"} />
            )}
          </DropZone>
          {fault?.at === "file" && (
            <div id={FILE_FAULT_ID} tabIndex={-1}>
              <InlineError message={fault.message} fieldID={FILE_ID} />
            </div>
          )}
        </BlockStack>
        {needsReason && <TextField id={REASON_ID} label="Reason" value={reason} onChange={(typed) => (setReason(typed), setFault(undefined))} autoComplete="off" maxLength={500} helpText="For example “Moved from our former program”." error={fault?.at === "reason" && fault.message} />}
        <InlineStack align="end">
          <Button variant="primary" loading={isChecking} onClick={check}>
            Check the file
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
