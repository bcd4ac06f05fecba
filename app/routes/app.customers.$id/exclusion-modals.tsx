import { Modal, TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Box, ChoiceList, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { Formats } from "#app/ui/formats.ts";
import { EXCLUSION_KINDS, type ExcludeForm, readExcludeForm } from "./exclude-form.ts";

type ExcludeProps = { formats: Formats; refusal: string | undefined; isSending: boolean; onExclude: (form: ExcludeForm) => void; onClose: () => void };

/** Leaves the customer out of earning; says what that means before it does. */
export function ExcludeModal({ formats, refusal, isSending, onExclude, onClose }: ExcludeProps) {
  const [form, setForm] = useState<ExcludeForm>({ kind: "blocked", reason: "" });
  const [wasTried, setTried] = useState(false);
  const read = readExcludeForm(form);
  const error = wasTried && read.outcome === "invalid" ? read.reason : wasTried && refusal;
  const send = () => {
    setTried(true);
    if (read.outcome === "valid") onExclude(form);
    else document.getElementById("exclude-reason")?.focus();
  };
  const { other } = formats.pointsName;
  return (
    <Modal id="exclude-modal" open onHide={onClose}>
      <Box padding="400">
        <BlockStack gap="400">
          <BlockStack gap="100">
            <Text as="p">Orders placed from now on earn nothing. They still count for the stage.</Text>
            <Text as="p">
              Nothing is taken away: available {other} can be spent, and pending {other} are released as promised. You can let this customer earn again at any time.
            </Text>
          </BlockStack>
          <ChoiceList title="Why" choices={[...EXCLUSION_KINDS]} selected={[form.kind]} onChange={([kind = "blocked"]) => setForm((current) => ({ ...current, kind }))} />
          <TextField
            id="exclude-reason"
            label="Reason"
            value={form.reason}
            onChange={(reason) => setForm((current) => ({ ...current, reason }))}
            error={error || false}
            helpText="Only you and your colleagues see it. It is recorded that it was you."
            maxLength={500}
            autoComplete="off"
          />
        </BlockStack>
      </Box>
      <TitleBar title="Block from earning">
        <button variant="primary" tone="critical" onClick={send} {...(isSending && { loading: "" })}>
          Block customer
        </button>
        <button onClick={onClose}>Cancel</button>
      </TitleBar>
    </Modal>
  );
}

/** Lets the customer earn again; says what that means before it does. */
export function IncludeModal({ isSending, onInclude, onClose }: { isSending: boolean; onInclude: () => void; onClose: () => void }) {
  return (
    <Modal id="include-modal" variant="small" open onHide={onClose}>
      <Box padding="400">
        <Text as="p">Orders placed from now on earn again. Orders placed while this customer was left out stay without.</Text>
      </Box>
      <TitleBar title="Let earn again">
        <button variant="primary" onClick={onInclude} {...(isSending && { loading: "" })}>
          Let earn again
        </button>
        <button onClick={onClose}>Cancel</button>
      </TitleBar>
    </Modal>
  );
}
