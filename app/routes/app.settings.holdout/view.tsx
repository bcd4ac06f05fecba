import { BlockStack, Card, Form, List, Text, TextField } from "@shopify/polaris";
import { HOLDOUT_PERCENT_MAX } from "#app/domain/holdout/holdout-share.ts";
import { AppPage } from "#app/ui/app-page.tsx";
import type { Formats } from "#app/ui/formats.ts";
import { wholeNumber } from "#app/ui/plain-number.ts";
import { useFormDraft } from "#app/ui/use-form-draft.ts";
import { UnsavedBar } from "../app/unsaved-bar.tsx";
import { armsSentence, shareSentence, sinceSentence } from "./holdout-words.ts";

type Props = {
  percent: number;
  since: string | null;
  treated: number;
  heldOut: number;
  leftOut: number;
  /** How often the share was saved. */
  saves: number;
  formats: Formats;
  /** Why the last share was refused. */
  message: string | undefined;
  isSaving: boolean;
  onSave: (percent: string) => void;
};

/** Where the share is typed. */
export const SHARE_ID = "holdout-percent";

/** How many customers are left without what was not promised, to see whether it helps? */
export function HoldoutView({ saves, formats, message, isSaving, onSave, ...holdout }: Props) {
  return (
    <AppPage title="Holdout" backAction={{ content: "Settings", url: "/app/settings" }}>
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="400">
            <Text as="h2" variant="headingMd">
              Share held out
            </Text>
            <Text as="p">
              To know whether invitations, mails about a reward in reach and codes in order confirmations help, some customers go without them.
            </Text>
            <ShareForm saved={holdout.percent} saves={saves} message={message} isSaving={isSaving} onSave={onSave} />
            <Text as="p" tone="subdued">
              {sinceSentence(holdout, formats)} {armsSentence(holdout, formats)}
            </Text>
          </BlockStack>
        </Card>
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              What it never touches
            </Text>
            <List>
              <List.Item>Points, tiers and rewards</List.Item>
              <List.Item>Signing in and claiming points that wait</List.Item>
              <List.Item>Whatever else the shop advertises</List.Item>
            </List>
            <Text as="p" tone="subdued">
              No customer is told. A code printed into the e-mail of every order reaches everybody, so it is not measured.
            </Text>
          </BlockStack>
        </Card>
      </BlockStack>
    </AppPage>
  );
}

type FormProps = Pick<Props, "saves" | "message" | "isSaving" | "onSave"> & { saved: number };

function ShareForm({ saved, saves, message, isSaving, onSave }: FormProps) {
  const { draft: percent, setDraft: setPercent, markSent } = useFormDraft(String(saved), saves);
  const isDirty = wholeNumber(percent) !== saved;
  const sentence = shareSentence(percent);
  const save = () => {
    markSent(percent);
    onSave(percent);
  };
  return (
    <Form noValidate onSubmit={save}>
      <UnsavedBar id="holdout-save-bar" isDirty={isDirty} isSaving={isSaving} onSave={save} onDiscard={() => setPercent(String(saved))} />
      <TextField
        id={SHARE_ID}
        label="Customers held out"
        inputMode="numeric"
        suffix="%"
        value={percent}
        onChange={setPercent}
        autoComplete="off"
        helpText={`${sentence ?? `From 0 to ${HOLDOUT_PERCENT_MAX}.`} A change counts for customers who are decided about from then on; nobody moves from one group to the other.`}
        error={(isDirty && message) || false}
      />
    </Form>
  );
}
