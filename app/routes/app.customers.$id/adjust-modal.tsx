import { Modal, TitleBar } from "@shopify/app-bridge-react";
import { BlockStack, Box, Form, FormLayout, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { CustomerPoints } from "#app/queries/customer-points.server.ts";
import type { Formats } from "#app/ui/formats.ts";
import { type AdjustFields, type AdjustForm, readAdjustForm } from "./adjust-form.ts";
import { balanceSentence } from "./balance-sentence.ts";

type Props = { points: CustomerPoints; formats: Formats; /** What the server refused. */ fields: AdjustFields; isSending: boolean; onAdjust: (form: AdjustForm) => void; onClose: () => void };

/** Adds or takes points by hand; says what the balance will be before it does. */
export function AdjustModal({ points, formats, fields, isSending, onAdjust, onClose }: Props) {
  const [form, setForm] = useState<AdjustForm>(() => ({ points: "", reason: "", key: crypto.randomUUID() }));
  const [wasTried, setTried] = useState(false);
  const [sent, setSent] = useState<AdjustForm>();
  const read = readAdjustForm(form);
  // What the server refused is said of what was sent, not of what is typed since.
  const refused = sent === form ? fields : {};
  const errors = wasTried && read.outcome === "invalid" ? read.fields : refused;
  const held = points.availablePoints + points.waitingPoints;
  const send = () => {
    if (isSending) return;
    setTried(true);
    if (read.outcome === "valid") {
      setSent(form);
      onAdjust(form);
    } else document.getElementById(read.fields.points ? "adjust-points" : "adjust-reason")?.focus();
  };
  return (
    <Modal id="adjust-points-modal" open onHide={onClose}>
      <Box padding="400">
        <BlockStack gap="300">
          <Form onSubmit={send}>
            <FormLayout>
              <TextField
                id="adjust-points"
                label={formats.pointsTitle}
                value={form.points}
                onChange={(value) => setForm((current) => ({ ...current, points: value }))}
                error={errors.points ?? false}
                helpText="How many to add. With a minus in front they are taken."
                inputMode="text"
                autoComplete="off"
              />
              <TextField
                id="adjust-reason"
                label="Reason"
                value={form.reason}
                onChange={(value) => setForm((current) => ({ ...current, reason: value }))}
                error={errors.reason ?? false}
                maxLength={500}
                autoComplete="off"
              />
            </FormLayout>
          </Form>
          <div role="status">
            <Text as="p">
              {balanceSentence(held, form, formats)} It is recorded that it was you.
            </Text>
          </div>
        </BlockStack>
      </Box>
      <TitleBar title={`Adjust ${formats.pointsName.other}`}>
        <button variant="primary" onClick={send} {...(isSending && { loading: "" })}>
          Adjust {formats.pointsName.other}
        </button>
        <button onClick={onClose}>Cancel</button>
      </TitleBar>
    </Modal>
  );
}
