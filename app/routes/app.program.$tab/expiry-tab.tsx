import { BlockStack, Card, ChoiceList, Link, Text, TextField } from "@shopify/polaris";
import type { ProgramDraft } from "./program-draft.ts";
import type { ProgramForm } from "./program-form.ts";

type Expiry = ProgramDraft["expiry"];

const USUAL_MONTHS = "12";
const choicesOf = (points: string): { value: Expiry["kind"]; label: string; helpText: string }[] => [
  { value: "none", label: "Never", helpText: "" },
  { value: "fixed", label: "A number of months after they were earned", helpText: `Each order’s ${points} have a last day of their own.` },
  { value: "rolling", label: "A number of months after the last order or reward", helpText: `Whoever keeps buying keeps all ${points}.` },
];

/** When points end. Nothing can be given an end before customers can be told. */
export function ExpiryTab({ form, canRemind }: { form: ProgramForm; canRemind: boolean }) {
  const { expiry } = form.draft;
  const { pointsTitle, pointsName: { other: points } } = form.formats;
  const isLocked = !canRemind && expiry.kind === "none";
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Expiry
        </Text>
        {isLocked ? (
          <Text as="p">
            {pointsTitle} can be given an end only where customers are told 30 and 7 days before. <Link url="/app/messages/points_expire">The message “Points expire”</Link> is off, or no mail server is set.
          </Text>
        ) : (
          <Text as="p">Customers are told by mail 30 and 7 days before. {pointsTitle} that exist keep the rule that they were earned under.</Text>
        )}
        {isLocked ? (
          <Text as="p">{pointsTitle} never end now.</Text>
        ) : (
          <ChoiceList
            title={`${pointsTitle} end`}
            choices={choicesOf(points).map(({ helpText, ...choice }) => ({ ...choice, ...(helpText && { helpText }) }))}
            selected={[expiry.kind]}
            onChange={([kind]) => form.change({ expiry: { kind: kind as Expiry["kind"], months: kind === "none" ? "" : expiry.months || USUAL_MONTHS } })}
          />
        )}
        {expiry.kind !== "none" && (
          <TextField
            id="expiry.months"
            label="Months"
            value={expiry.months}
            onChange={(months) => form.change({ expiry: { ...expiry, months } })}
            error={form.errors["expiry.months"] ?? false}
            inputMode="numeric"
            autoComplete="off"
          />
        )}
        <Text as="p" tone="subdued">
          {pointsTitle} that wait for a first sign-in end 12 months after they were earned, where <Link url="/app/messages/points_lapse">their own reminder</Link> is on; otherwise they keep waiting.
        </Text>
      </BlockStack>
    </Card>
  );
}
