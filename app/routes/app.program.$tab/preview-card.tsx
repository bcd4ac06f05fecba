import { BlockStack, Card, FormLayout, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import { decimalsOf } from "#app/domain/money.ts";
import { pointStepMinor } from "#app/domain/program/point-step.ts";
import { previewOrder } from "./preview.ts";
import type { ProgramForm } from "./program-form.ts";

/** What one order would earn under the draft as it stands in the form. */
export function PreviewCard({ form, at, version }: { form: ProgramForm; at: string; version: number }) {
  const { formats } = form;
  const [amount, setAmount] = useState(() => sampleAmount(form.place.currency));
  const [rank, setRank] = useState("3");
  const preview = form.read.outcome === "valid" ? previewOrder(form.read.program, { amount, rank }, { formats, at: new Date(at), version }) : undefined;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Preview
        </Text>
        <FormLayout>
          <TextField label="Sample order" value={amount} onChange={setAmount} suffix={formats.currency} inputMode="decimal" autoComplete="off" />
          <TextField label="As order number" value={rank} onChange={setRank} inputMode="numeric" autoComplete="off" />
        </FormLayout>
        <div role="status">
          {preview?.outcome === "earned" ? (
            <BlockStack gap="200">
              <Text as="p" variant="headingLg">
                {form.wording.points(preview.points)}
              </Text>
              <Text as="p">{preview.sentence}</Text>
              <Text as="p" tone="subdued">
                Thank-you page shows:
              </Text>
              {preview.thankYou.map((sentence) => (
                <Text as="p" key={sentence}>
                  “{sentence}”
                </Text>
              ))}
            </BlockStack>
          ) : (
            <Text as="p" tone="subdued">
              {preview?.reason ?? "The preview appears when every field is right."}
            </Text>
          )}
        </div>
      </BlockStack>
    </Card>
  );
}

/** As written, without decimals: £40, ¥4000. */
const sampleAmount = (currency: string): string => String((40 * pointStepMinor(currency)) / 10 ** decimalsOf(currency));
